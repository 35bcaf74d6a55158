@testable import LedgerCore
import Testing
import WorkingDays

/// A log that is not what the ledger wrote is refused, at the first position that tells.
@Suite struct ReplayDamageTests {
  private static let acts: [EventData] = [
    Act.entry("A"), Act.entry("B"), Act.revise("A"), Act.revise("B"), Act.retire("A"),
  ]

  private func history() throws -> History {
    let history = try History()
    history.now = "2025-03-10"
    for data in Self.acts {
      history.now = history.now.adding(milliseconds: 1000) ?? history.now
      try history.record(data, at: "2025-03-03")
    }
    return history
  }

  private func refused(
    _ damage: (inout [[UInt8]]) throws -> Void, at position: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let history = try history()
    var leaves = history.log.state.leaves
    try damage(&leaves)
    let rules = try history.rules(History.whole)
    let error = try refusal(sourceLocation: sourceLocation) {
      var replay = Replay(law: history.law)
      try replay.fold(LeafPage(leaves: leaves))
      return try replay.report(History.whole, rules: rules)
    }
    #expect(error.code == .damaged, sourceLocation: sourceLocation)
    #expect(
      error.message.contains("position \(position)"), "\(error)", sourceLocation: sourceLocation)
  }

  /// The leaf of an event written anew with another place.
  private func rewrite(
    _ leaf: [UInt8], position: Int64? = nil, version: Int64? = nil, recordedAt: Instant? = nil
  ) throws -> [UInt8] {
    let event = try Event(leaf: leaf)
    return Event(
      record: event.record, position: position ?? event.position,
      version: version ?? event.version, recordedAt: recordedAt ?? event.recordedAt
    ).canonicalBytes
  }

  @Test func gap() throws { try refused({ $0.remove(at: 2) }, at: 2) }
  @Test func missingStart() throws { try refused({ $0.removeFirst() }, at: 0) }
  @Test func twice() throws { try refused({ $0.insert($0[1], at: 2) }, at: 2) }
  @Test func swapped() throws { try refused({ $0.swapAt(1, 2) }, at: 1) }

  @Test(arguments: [0, 2, 9])
  func wrongVersion(_ version: Int64) throws {
    try refused({ $0[2] = try self.rewrite($0[2], version: version) }, at: 2)
  }

  @Test func wrongFirstVersion() throws {
    try refused({ $0[0] = try self.rewrite($0[0], version: 1) }, at: 0)
  }

  @Test func recordedBeforeItsPredecessor() throws {
    try refused({ $0[3] = try self.rewrite($0[3], recordedAt: "2025-03-09") }, at: 3)
  }

  @Test func notAnEvent() throws {
    try refused({ $0[4] = [] }, at: 4)
    try refused({ $0[1] = Array("{}".utf8) }, at: 1)
    try refused({ $0[0].append(0x20) }, at: 0)
    try refused({ $0[0].removeLast() }, at: 0)
    try refused({ $0[3][40] = 0xFF }, at: 3)
    try refused({ $0[2] = Array(repeating: 0x22, count: 70_000) }, at: 2)
  }

  /// Every byte matters: a change is refused or shows in the root.
  @Test func everyByte() throws {
    let history = try history()
    let root = try history.audit().ledger.root
    let scope = AuditScope(asOf: .max, knownAt: .max)
    for index in history.log.state.leaves[2].indices {
      var leaves = history.log.state.leaves
      leaves[2][index] ^= 1
      var replay = Replay(law: history.law)
      if (try? replay.fold(LeafPage(leaves: leaves))) != nil {
        let report = try? replay.report(scope, rules: history.rules(scope))
        #expect(report?.ledger.root != root, "byte \(index)")
      }
    }
  }

  /// A page tells which of its own leaves is wrong, and hashes each as RFC 6962 does.
  @Test func pages() throws {
    let history = try history()
    let page = history.log.page(1..<4)
    #expect(page.next == 4)
    #expect(try page.events().map(\.position) == [1, 2, 3])
    var tree: [String] = []
    for range in page.ranges { tree.append(page.hash(of: range).hex) }
    #expect(Set(tree).count == 3)
    let shifted = LeafPage(first: 2, bytes: page.bytes, ranges: page.ranges)
    let error = try refusal { try shifted.events() }
    #expect(error.code == .damaged && error.message.contains("position 2"))
  }
}
