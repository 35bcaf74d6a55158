import Testing
import TestSupport

@testable import LedgerSQLite

@Suite struct BlockFilterTests {
  private static func entries(seed: UInt64, count: Int) -> [Entry] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in Entry(bits: generator.next()) }
  }

  private static func filter(of entries: [Entry], prefixCount: Int) -> BlockFilter {
    var filter = BlockFilter(prefixCount: prefixCount)
    filter.insert(prefixesOf: entries)
    return filter
  }

  @Test(arguments: [1, 4, 4096])
  func whatWasInsertedIsFound(count: Int) {
    let entries = Self.entries(seed: 1, count: count)
    let filter = Self.filter(of: entries, prefixCount: count)
    #expect(entries.allSatisfy { filter.mayContain(BlockFilter.Probe($0.prefix)) })
  }

  @Test func littleElseIsFound() {
    let filter = Self.filter(of: Self.entries(seed: 1, count: 4096), prefixCount: 4096)
    let others = Self.entries(seed: 2, count: 20_000)
    let found = others.count { filter.mayContain(BlockFilter.Probe($0.prefix)) }
    #expect((40...200).contains(found), "0.2 to 1 per cent")
    #expect(!others.contains { BlockFilter(prefixCount: 9).mayContain(.init($0.prefix)) })
  }

  @Test(arguments: [(1, 32), (21, 32), (22, 64), (4096, 6144), (1 << 20, 1_572_864)])
  func aFilterHasTwelveBitsAPrefix(prefixCount: Int, byteCount: Int) {
    #expect(BlockFilter(prefixCount: prefixCount).bytes.count == byteCount)
  }

  @Test func aFilterIsReadAsItWasWritten() {
    let filter = Self.filter(of: Self.entries(seed: 3, count: 100), prefixCount: 100)
    let bytes = filter.bytes
    bytes.withUnsafeBytes { bytes in
      #expect(BlockFilter(bytes: bytes, prefixCount: 100) == filter)
      #expect(BlockFilter(bytes: bytes, prefixCount: 200) == nil)
      let shorter = UnsafeRawBufferPointer(rebasing: bytes.dropLast())
      #expect(BlockFilter(bytes: shorter, prefixCount: 100) == nil)
    }
  }

  /// The bits that the definition sets, word by word.
  @Test func aPrefixSetsOneBitInEachWordOfItsBlock() {
    let salts: [UInt32] = [
      0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d,
      0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31,
    ]
    for entry in Self.entries(seed: 4, count: 50) {
      let bytes = Self.filter(of: [entry], prefixCount: 100).bytes
      let block = Int(((entry.bits >> 32) * UInt64(bytes.count / 32)) >> 32)
      let mixed = UInt32(truncatingIfNeeded: entry.prefix.mixed)
      var expected = [UInt8](repeating: 0, count: bytes.count)
      for (word, salt) in salts.enumerated() {
        let bit = Int((mixed &* salt) >> 27)
        expected[block * 32 + word * 4 + bit / 8] |= 1 << UInt8(bit % 8)
      }
      #expect(bytes == expected)
    }
  }
}
