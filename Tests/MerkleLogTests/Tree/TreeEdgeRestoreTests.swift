import MerkleLog
import Testing
import TestSupport

@Suite("Restoring the edge of a tree")
struct TreeEdgeRestoreTests {
  @Test("gives the edge that grew, and the same tiles from there on")
  func same() throws {
    var random = SplitMix64(seed: 6)
    let sizes = [0, 1, 255, 256, 257, 512, 65_535, 65_536, 65_537, 65_792]
    let chosen = (0..<3).map { _ in Int.random(in: 0...140_000, using: &random) }
    var log = StoredLog()
    for size in (sizes + chosen).sorted() {
      log.grow(to: size)
      var restored = try log.restored()
      #expect(restored == log.edge)
      #expect(restored.root() == log.edge.root())
      var ahead = log
      let tiles = ahead.grow(to: size + 600)
      #expect(ahead.leaves[size...].flatMap { restored.append($0) } == tiles)
      #expect(restored == ahead.edge)
    }
  }

  @Test("reads only the tiles it needs, in order")
  func economy() throws {
    let log = StoredLog(size: 70_000)
    var read: [String] = []
    _ = try Edge(
      size: 70_000,
      fullTile: {
        read.append("\($0)/\($1)")
        return try log.tile($0, $1)
      },
      tail: log.tail)
    #expect(read == (256..<273).map { "0/\($0)" } + ["1/0"])
  }

  @Test("refuses sizes that no log has", arguments: [Int64.min, -1, (1 << 62) + 1, .max])
  func sizes(size: Int64) {
    expect(.sizeOutOfRange) {
      try Edge(size: size, fullTile: { _, _ in throw StoredLog.Missing() }, tail: [])
    }
  }

  @Test("refuses a tail that does not fit the size")
  func tails() {
    let log = StoredLog(size: 300)
    for count in [0, 1, 43, 45, 255, 256, 300] {
      expect(.tailMismatch) {
        try Edge(size: 300, fullTile: log.tile, tail: Array(log.leaves.suffix(count)))
      }
    }
  }

  @Test("refuses a tile that is not the one asked for")
  func tiles() throws {
    let log = StoredLog(size: 600)
    let hashes = try log.tile(0, 0).hashes
    let wrong = [
      Tile(level: 1, number: 0, hashes: hashes),
      Tile(level: 0, number: 1, hashes: hashes),
      Tile(level: 0, number: 0, hashes: Array(hashes.dropLast())),
    ]
    for tile in wrong {
      let tile = try #require(tile)
      expect(.tileMismatch) {
        try Edge(size: 600, fullTile: { _, _ in tile }, tail: log.tail)
      }
    }
  }

  @Test("hands on what the store throws")
  func missing() {
    let log = StoredLog(size: 44)
    #expect(throws: StoredLog.Missing.self) {
      try Edge(size: 300, fullTile: log.tile, tail: log.tail)
    }
  }

  @Test("of the largest sizes does not overflow")
  func largest() throws {
    let full = leaves(256)
    let fetch = { (level: Int, number: Int64) in
      try #require(Tile(level: level, number: number, hashes: full))
    }
    var edge = try Edge(
      size: Edge.maximumSize - (1 << 56) + 255, fullTile: fetch, tail: Array(full.dropLast()))
    #expect(edge.append(full[255]).map(\.number) == [(1 << 54) - (1 << 48)])
    #expect(edge.unfinishedTile(level: 7)?.hashes.count == 63)
    let largest = try Edge(size: Edge.maximumSize, fullTile: fetch, tail: [])
    #expect(largest.unfinishedTile(level: 7)?.hashes.count == 64)
  }

  @Test("errors are equal by code and say what was found")
  func errors() throws {
    let first = error(size: -1)
    let second = error(size: -2)
    #expect(first == second)
    #expect(first?.message == "a log cannot have -1 leaves")
    #expect(first?.description == "sizeOutOfRange: a log cannot have -1 leaves")
    #expect(Set([first, second]).count == 1)
  }

  private func error(size: Int64) -> MerkleLogError? {
    do {
      _ = try Edge(size: size, fullTile: { _, _ in throw StoredLog.Missing() }, tail: [])
      return nil
    } catch {
      return error as? MerkleLogError
    }
  }
}
