import GRDB
import LedgerCore
import MerkleLog

/// The first events of the log in one snapshot, each with the proof that it stands there.
package final class ProvenLog: IndexedLog {
  private let log: CheckedLog
  private var tree: TiledTree<LogTiles, SHA256Hasher>

  fileprivate init(_ log: CheckedLog, size: Int64) throws {
    self.log = log
    tree = try TiledTree(
      size: size, source: LogTiles(log: log.log), hasher: SHA256Hasher.self)
  }

  /// The event at a position.
  package func event(at position: Int64) throws -> Event { try log.event(at: position) }

  /// The event of an id, also one after the first events.
  package func event(of id: Identifier) throws -> Event? { try log.event(of: id) }

  /// The events of a type, in order, also those after the first events.
  package func events(of type: EventType) throws -> [Event] {
    try log.events(of: type, in: 0..<log.size, newestFirst: false, limit: .max)
  }

  /// The events of a stream, in order, also those after the first events.
  package func events(in stream: StreamName) throws -> [Event] { try log.events(in: [stream]) }

  /// The events that concern a matter, by their own stream or besides it, in order, also those
  /// after the first events.
  package func events(ofMatter matter: StreamName) throws -> [Event] {
    try log.events(ofMatter: matter)
  }

  /// The events that are law, in order: holiday notices and adoptions of rule books.
  package func lawEvents() throws -> [Event] { try log.lawEvents() }

  /// The event at a position with its proof. Whoever hands it out compares the proof with a root.
  package func shown(_ position: Int64) throws -> CertificateEvidence.ShownEvent {
    let page = try log.page(from: position, limit: 1)
    guard let range = page.ranges.first else {
      throw LedgerError(.damaged, "position \(position) is missing from the log")
    }
    return .init(
      leaf: Array(page.bytes[range]), proof: try tree.inclusionProof(of: position))
  }
}

extension SQLiteEventStore {
  /// Reads the first `size` events with their proofs, in one snapshot.
  package func proving<Result: Sendable>(
    logOf size: Int64, _ body: @escaping @Sendable (ProvenLog) throws -> Result
  ) async throws -> Result {
    try await checking { try body(ProvenLog($0, size: size)) }
  }
}
