import LedgerCore
import MerkleLog
import WorkingDays

/// What a log must turn out to be to those who read all of it: nothing is concluded from one that is
/// not.
package struct ExpectedLog: Sendable {
  /// Its size and root, as its last commit left them.
  package let head: LogHead
  /// The size and root that its newest checkpoint names.
  package var checkpoint: LogHead?
  /// When its last event was recorded.
  package var lastRecordedAt: Instant?

  /// A log of which only the head is known.
  package init(_ head: LogHead) { self.head = head }
}

extension SQLiteEventStore {
  /// What the log must turn out to be, as it stands now.
  ///
  /// - Throws: `damaged` when events are missing that were committed or signed.
  package func expectedLog() async throws -> ExpectedLog {
    try await reading { db in
      let log = LogReading(db: db)
      var expected = ExpectedLog(try log.wholeHead().log)
      let size = expected.head.size
      if let newest = try LogCheckpoints(db: db).newest()?.claim {
        guard newest.size <= size else { throw log.signedEventsMissing(newest, size) }
        expected.checkpoint = LogHead(size: newest.size, root: newest.root)
      }
      if size > 0 {
        expected.lastRecordedAt =
          try log.page(from: size - 1, limit: 1).events().first?.recordedAt
      }
      return expected
    }
  }

  /// Why the first events of the log do not have the root that they must have: the first position,
  /// bundle or tile that disagrees.
  package func damage(expecting head: LogHead) async throws -> LedgerError {
    try await reading { db in
      let log = LogReading(db: db)
      return DamagedLog(log).error(expecting: head, found: try log.root(ofFirst: head.size))
    }
  }
}

extension LogReading {
  /// The root of the log's first events, from their bytes.
  fileprivate func root(ofFirst size: Int64) throws -> TreeHash {
    var tree = TreeEdge<SHA256Hasher>()
    while tree.size < size {
      for page in try pages(in: tree.size..<min(tree.size + 1024, size)) {
        for range in page.ranges { _ = tree.append(page.hash(of: range)) }
      }
    }
    return tree.root()
  }
}
