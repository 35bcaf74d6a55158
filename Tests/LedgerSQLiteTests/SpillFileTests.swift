import Testing

@testable import LedgerSQLite

@Suite struct SpillFileTests {
  @Test func blocksComeBack() throws {
    let space = SpillFile()
    #expect(space.block(at: 0) == nil)
    let blocks = [[1, 2, 3], [], Array(repeating: 7, count: 200_000), [4]] as [[UInt8]]
    for (place, block) in blocks.enumerated() { #expect(try space.append(block) == place) }
    for place in [2, 0, 3, 1, 2] { #expect(space.block(at: place) == blocks[place]) }
    #expect(space.block(at: 4) == nil && space.block(at: -1) == nil)
    #expect(try space.append([5]) == 4)
    #expect(space.block(at: 4) == [5])
  }

  /// Each has a file of its own.
  @Test func several() throws {
    let (one, other) = (SpillFile(), SpillFile())
    #expect(try one.append([1]) == 0)
    #expect(try other.append([2, 2]) == 0)
    #expect(one.block(at: 0) == [1] && other.block(at: 0) == [2, 2])
  }
}
