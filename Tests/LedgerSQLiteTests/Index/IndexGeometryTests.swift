import Testing

@testable import LedgerSQLite

@Suite struct IndexGeometryTests {
  @Test(
    arguments: [
      (0, 0, 0), (1, 0, 0), (4095, 0, 0), (4096, 4096, 2), (4097, 4096, 2), (65_535, 61_440, 30),
      (65_536, 65_536, 17), (1_048_575, 1_044_480, 285), (1_048_576, 1_048_576, 257),
      (10_000_000, 9_998_336, 2467), (1 << 36, 1 << 36, 257 << 16),
    ] as [(Int64, Int64, Int64)])
  func whatIsStoredFollowsFromTheSize(size: Int64, stored: Int64, rows: Int64) {
    #expect(IndexGeometry.standard.storedSize(ofLogOf: size) == stored)
    #expect(IndexGeometry.standard.rowCount(ofLogOf: size) == rows)
  }

  @Test func runsCoverTheStoredPositionsWithoutGaps() {
    for geometry in IndexGeometry.small {
      for size in 0..<300 as Range<Int64> {
        var next: Int64 = 0
        for run in geometry.runs(ofLogOf: size) {
          #expect(geometry.firstPosition(of: run) == next)
          next += Int64(geometry.runWidth(level: run.level))
        }
        #expect(next == geometry.storedSize(ofLogOf: size))
      }
    }
  }

  @Test func runsOfAFullGroupBecomeOneOfTheNextLevel() {
    let geometry = IndexGeometry.standard
    #expect(geometry.runCompleted(by: Run(level: 0, number: 14)) == nil)
    #expect(geometry.runCompleted(by: Run(level: 0, number: 31)) == Run(level: 1, number: 1))
    #expect(geometry.runCompleted(by: Run(level: 1, number: 15)) == Run(level: 2, number: 0))
    #expect(geometry.runCompleted(by: Run(level: 2, number: 15)) == nil)
    let sources = geometry.sources(of: Run(level: 1, number: 1))
    #expect(sources == (16..<32).map { Run(level: 0, number: $0) })
  }

  @Test(
    arguments: [
      (0, 0), (1, 0), (.max, 0), (0x1234_5678_9abc_def0, 0),
    ] as [(UInt64, Int)])
  func aRunOfLevel0IsOneChunk(hash: UInt64, chunk: Int) {
    #expect(IndexGeometry.standard.chunk(of: HashPrefix(of: hash), level: 0) == chunk)
  }

  @Test(
    arguments: [
      (0, 0, 0), (.max, 0xf, 0xff), (0x1234_5678_9abc_def0, 0x1, 0x12),
    ] as [(UInt64, Int, Int)])
  func aChunkHasTheHashesOfOneBeginning(hash: UInt64, level1: Int, level2: Int) {
    let prefix = HashPrefix(of: hash)
    #expect(IndexGeometry.standard.chunk(of: prefix, level: 1) == level1)
    #expect(IndexGeometry.standard.chunk(of: prefix, level: 2) == level2)
  }
}
