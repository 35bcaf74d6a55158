import GRDB
import LedgerCore

/// How far a projection of a service has come.
public struct ProjectionStatus: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The version whose rows are read; `nil` as long as there is none.
  public let version: Int?
  /// Its tables, as they are called in SQL.
  public let tables: [String]
  /// How many events its rows hold.
  public let position: Int64
  /// Why it was given up; `nil` as long as it is not.
  public let failure: String?
  /// The version that is being built beside it, and how many events that holds.
  public let next: Next?

  /// A version that is being built.
  public struct Next: Hashable, Sendable {
    /// The version.
    public let version: Int
    /// How many events its rows hold.
    public let position: Int64
    /// Why it was given up; `nil` as long as it is not.
    public let failure: String?
  }

  /// All that a file holds.
  package static func all(in db: Database) throws -> [ProjectionStatus] {
    let entries = Dictionary(grouping: try ServiceRegistry(db: db).entries(), by: \.name)
    return entries.sorted { $0.key < $1.key }.map { name, entries in
      let (live, next) = (entries.first(where: \.isLive), entries.first { !$0.isLive })
      return ProjectionStatus(
        name: name, version: live?.version, tables: live?.tables ?? [],
        position: live?.position ?? 0, failure: live?.failure,
        next: next.map { Next(version: $0.version, position: $0.position, failure: $0.failure) })
    }
  }
}

extension SQLiteEventStore {
  /// Whether a projection of the service has something to catch up with. A look-up on the calling
  /// thread: a task that is held up in the middle of reading would keep the ledger from closing.
  package func isBehind(_ service: ServiceProjection) throws(LedgerError) -> Bool {
    try readingInPlace { db in
      let log = LogReading(db: db)
      let end = try log.projectionLag() ?? log.size()
      switch try ServiceRegistry(db: db).entries().way(of: service) {
      case .leave: return false
      case .begin: return true
      case .goOn(let entry):
        return entry.failure == nil && (entry.position < end || entry.obligationsAfter != nil)
      }
    }
  }

  /// Checks that a table of a service's projection can be read.
  ///
  /// - Throws: `notFound` when the file has none of the name; `behind` when its projection was given up
  ///   or is still being built, or should hold every event and does not.
  package func checkReadable(_ table: String, in db: Database) throws {
    let entries = try ServiceRegistry(db: db).entries()
    guard let entry = entries.first(where: { $0.isLive && $0.tables.contains(table) }) else {
      if let next = entries.first(where: { $0.tables.contains(table) }) {
        throw LedgerError(
          .behind,
          next.failure.map { "the projection “\(next.name)” was given up \($0)" }
            ?? "the projection “\(next.name)” is still being built")
      }
      throw LedgerError(.notFound, "no projection has a table “\(JSONValue.cut(table))”")
    }
    if let failure = entry.failure {
      throw LedgerError(.behind, "the projection “\(entry.name)” was given up \(failure)")
    }
    let own = services.first { $0.name == entry.name }
    guard own?.timing == .inline else { return }
    let size = try LogReading(db: db).size()
    guard entry.position == size, entry.obligationsAfter == nil else {
      throw LedgerError(
        .behind,
        "the projection “\(entry.name)” holds \(entry.position) of \(size) events; `catchUp()` waits for it"
      )
    }
  }
}
