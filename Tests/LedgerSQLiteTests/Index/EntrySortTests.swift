import Testing
import TestSupport

@testable import LedgerSQLite

@Suite struct EntrySortTests {
  @Test(arguments: [0, 1, 2, 3, 100, 5000])
  func entriesInTheOrderOfPositionsAreSorted(count: Int) {
    var generator = SplitMix64(seed: UInt64(count))
    for variety in [1, 3, 1000, .max] as [UInt64] {
      var entries = (0..<count).map { offset in
        Entry(HashPrefix(of: SplitMix64.scattered(generator.next() % variety)), offset: offset)
      }
      let expected = entries.sorted()
      entries.sortByPrefix()
      #expect(entries == expected)
    }
  }

  @Test func everyBitOfThePrefixCounts() {
    let ascending = (0..<40).map { Entry(bits: 1 << (24 + $0)) }
    var entries = Array(ascending.reversed())
    entries.sortByPrefix()
    #expect(entries == ascending)
  }

  @Test func anEntryIsAPrefixAndAnOffset() {
    let entry = Entry(HashPrefix(of: 0x1234_5678_9abc_def0), offset: 0xab_cdef)
    #expect(entry.bits == 0x1234_5678_9aab_cdef)
    #expect(entry.prefix == HashPrefix(of: 0x1234_5678_9aff_ffff))
    #expect(entry.offset == 0xab_cdef)
  }
}
