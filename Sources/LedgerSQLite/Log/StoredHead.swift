import GRDB
import LedgerCore
import MerkleLog

/// What the last commit left of the log, in one row: whatever is read is compared with it.
struct StoredHead: Hashable, Sendable {
  /// The log's size and Merkle root.
  var log: LogHead
  /// The digest of the positions of the law in the log (``digest(ofLawAt:)``).
  var law: TreeHash

  /// The head of a log without events, which has no row.
  static let ofEmptyLog = StoredHead(
    log: LogHead(size: 0, root: SHA256Hasher.emptyRoot), law: digest(ofLawAt: []))

  /// What a row of the index of the law, added, lost or changed, is noticed by: SHA-256 of the
  /// positions, eight bytes each, the highest first.
  static func digest(ofLawAt positions: [Int64]) -> TreeHash {
    var digest = ByteDigest()
    for position in positions { digest.update(withUnsafeBytes(of: position.bigEndian, Array.init)) }
    return digest.value
  }

  /// Compares where the index has the law with what the last commit left.
  ///
  /// - Throws: `damaged` when it differs.
  func check(lawAt positions: [Int64]) throws(LedgerError) {
    guard Self.digest(ofLawAt: positions) == law else {
      throw LedgerError(
        .damaged, "log_law is not what the last commit left; check it with `govledger verify`")
    }
  }
}

extension LogReading {
  /// The head as the last commit noted it; that of an empty log when nothing was recorded.
  ///
  /// - Throws: `damaged` when the row is not a size and two hashes.
  func storedHead() throws -> StoredHead {
    let rows = try Row.fetchAll(
      db.cachedStatement(sql: "SELECT size, root, law FROM log_head LIMIT 2"))
    guard rows.count <= 1 else { throw LedgerError(.damaged, "the log has several heads") }
    guard let row = rows.first else { return .ofEmptyLog }
    guard let size = Int64.fromDatabaseValue(row[0]), (1...IndexGeometry.maximumSize) ~= size,
      let root = Self.hash(row[1]), let law = Self.hash(row[2])
    else { throw LedgerError(.damaged, "the head of the log is not a size and two hashes") }
    return StoredHead(log: LogHead(size: size, root: root), law: law)
  }

  private static func hash(_ value: DatabaseValue) -> TreeHash? {
    guard case .blob(let bytes) = value.storage else { return nil }
    return TreeHash(bytes)
  }

  /// The head, of a log that has as many events as it says.
  ///
  /// - Throws: `damaged` when events are missing or there are more.
  func wholeHead() throws -> StoredHead {
    let (head, size) = (try storedHead(), try size())
    guard head.log.size == size else {
      throw LedgerError(
        .damaged,
        "position \(min(size, head.log.size)): the log has \(size) events where its last commit left "
          + "\(head.log.size); check it with `govledger verify`")
    }
    return head
  }
}
