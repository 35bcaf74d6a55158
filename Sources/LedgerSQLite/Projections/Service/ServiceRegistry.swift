import Foundation
import GRDB
import LedgerCore

/// The projections of services that a ledger's file holds: for each how far it has come, and the
/// obligations whose rows have changed since.
///
/// They stand in the file itself, so that a writer that does not know a service's program still notes
/// what that has to catch up with.
struct ServiceRegistry {
  static let schema = """
    -- The projections of services: name, version, digest of what is declared of the tables, their
    -- names in SQL with commas between, how many events their rows hold, the last obligation that was read
    -- while all are read again, and why the projection was given up. The one that is read is live;
    -- beside it a new version may be built.
    CREATE TABLE service_projections (
      name TEXT NOT NULL, live INTEGER NOT NULL, version INTEGER NOT NULL, definition TEXT NOT NULL,
      tables TEXT NOT NULL, position INTEGER NOT NULL, obligations_after TEXT, failure TEXT,
      PRIMARY KEY (name, live));
    -- The obligations whose rows have changed, and the position of the last event of the commit that
    -- changed them, as long as a projection of a service has not caught up with it.
    CREATE TABLE service_touched (
      obligation TEXT PRIMARY KEY NOT NULL, position INTEGER NOT NULL) WITHOUT ROWID;
    """
  static let tables = ["service_projections", "service_touched"]

  /// A projection as the file holds it.
  struct Entry {
    let name: String
    /// Whether its tables are those that are read.
    var isLive: Bool
    let version: Int
    let definition: String
    /// The names of its tables in SQL.
    let tables: [String]
    /// How many events its rows hold.
    var position: Int64
    /// The last obligation that was read while all are read again; `nil` when they have been.
    var obligationsAfter: String?
    /// Why it was given up.
    var failure: String?
  }

  let db: Database

  /// All that the file holds.
  func entries() throws -> [Entry] {
    try Row.fetchAll(
      db.cachedStatement(sql: "SELECT * FROM service_projections ORDER BY name, live DESC")
    ).map { row in
      let tables = (row["tables"] as String).split(separator: ",").map(String.init)
      return Entry(
        name: row["name"], isLive: row["live"], version: row["version"],
        definition: row["definition"], tables: tables, position: row["position"],
        obligationsAfter: row["obligations_after"], failure: row["failure"])
    }
  }

  /// Puts an entry into the file, in the place of the one that it had.
  func store(_ entry: Entry) throws {
    try db.cachedStatement(
      sql: "INSERT OR REPLACE INTO service_projections VALUES (?,?,?,?,?,?,?,?)"
    )
    .execute(
      arguments: [
        entry.name, entry.isLive, entry.version, entry.definition,
        entry.tables.joined(separator: ","), entry.position, entry.obligationsAfter,
        entry.failure,
      ])
  }

  func remove(_ entry: Entry) throws {
    try db.execute(
      sql: "DELETE FROM service_projections WHERE name = ? AND live = ?",
      arguments: [entry.name, entry.isLive])
  }

  // MARK: Obligations

  /// Notes that the rows of obligations have changed.
  func note(_ obligations: some Sequence<String>, at position: Int64) throws {
    let insert = try SQLStatement("INSERT OR REPLACE INTO service_touched VALUES (?, ?)", in: db)
    for obligation in obligations {
      try insert.bind(obligation, at: 1)
      try insert.bind(position, at: 2)
      try insert.run()
    }
  }

  /// The obligations whose rows were changed by commits that end at some positions.
  func touched(in positions: Range<Int64>) throws -> [String] {
    try String.fetchAll(
      db.cachedStatement(
        sql: "SELECT obligation FROM service_touched WHERE position >= ? AND position < ?"),
      arguments: [positions.lowerBound, positions.upperBound])
  }

  /// Forgets what all have caught up with.
  func forgetTouched() throws {
    try db.execute(
      sql: """
        DELETE FROM service_touched WHERE position <
          (SELECT coalesce(min(position), \(Int64.max)) FROM service_projections)
        """)
  }

  /// Notes that all obligations were made anew: every projection reads all of them again.
  func noteAll() throws {
    try db.execute(sql: "UPDATE service_projections SET obligations_after = ''")
  }
}

extension [ServiceRegistry.Entry] {
  /// How a projection goes on.
  enum Way {
    /// A newer version is in its place.
    case leave
    /// With what is read, or is built beside it.
    case goOn(ServiceRegistry.Entry)
    /// It must be built.
    case begin
  }

  /// How a projection goes on, among what the file holds.
  func way(of projection: ServiceProjection) -> Way {
    let own = filter { $0.name == projection.name }
    if own.contains(where: { $0.version > projection.version }) { return .leave }
    let same = own.filter { $0.version == projection.version }
    return (same.first { !$0.isLive } ?? same.first).map { .goOn($0) } ?? .begin
  }
}
