import Testing
import TestSupport

@testable import LedgerSQLite

@Suite struct RollbackTests {
  @Test func recentPositionsAreTakenBack() throws {
    var (index, storage) = try PositionIndex.build([1, 1, 2, 1, 1, 2], geometry: .tiny)
    #expect(index.truncate(to: 5) == true)
    #expect(index.size == 5)
    #expect(try index.candidates(of: 1, in: storage) == [4, 3, 2, 1, 0])
    #expect(index.truncate(to: 4) == true)
    try index.append(7 << 24, to: storage)
    #expect(try index.candidates(of: 7 << 24, in: storage) == [4])
    #expect(try index.candidates(of: 1, in: storage) == [3, 2, 1, 0])
  }

  @Test(arguments: [-1, 0, 3, 7, .min, .max] as [Int64])
  func whatIsNotInMemoryIsNotTakenBack(size: Int64) throws {
    var (index, storage) = try PositionIndex.build([1, 1, 2, 1, 1, 2], geometry: .tiny)
    #expect(index.truncate(to: size) == false)
    #expect(index.size == 6)
    #expect(try index.candidates(of: 1, in: storage) == [5, 4, 3, 2, 1, 0])
  }

  @Test func aFailedAppendLeavesTheIndexAsItWas() throws {
    var generator = SplitMix64(seed: 5)
    let hashes = generator.hashes(16)
    for failure in 0..<40 {
      var (index, storage) = try PositionIndex.build(hashes.dropLast(), geometry: .tiny)
      let (rows, copy) = (storage.rows, MemoryStorage())
      copy.rows = rows
      storage.changesUntilFailure = failure
      do {
        try index.append(hashes[15], to: storage)
        #expect(failure > 10, "a run and two merges change more than ten rows")
      } catch is MemoryStorage.Failure {
        #expect(index.size == 15)
        for hash in hashes {
          #expect(
            try index.candidates(of: hash, in: copy)
              == Model(hashes: hashes.dropLast()).candidates(of: hash))
        }
      }
    }
  }
}
