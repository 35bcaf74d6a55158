import Testing

@testable import LedgerCore

@Suite struct PercentileTests {
  @Test func percentilesAreOfTheNearestRank() {
    #expect([Int]().percentile(50) == nil)
    #expect([7].percentile(90) == 7)
    #expect([1, 2].percentile(50) == 1)
    #expect([1, 2, 3].percentile(50) == 2)
    #expect(Array(1...10).percentile(90) == 9)
    #expect(Array(1...11).percentile(90) == 10)
    #expect(Array(1...100).percentile(90) == 90)
  }
}
