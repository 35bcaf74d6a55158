import GRDB
import LedgerCore

/// The rows of one projection of a service: applies what its functions say.
struct ServiceRows {
  private let projection: ServiceProjection
  private let db: Database
  private let prefix: String
  private let applier: RowApplier

  /// What the names of tables begin with that are built beside those that are read.
  static let nextPrefix = "next_"

  /// - Parameter prefix: what the names of the tables begin with.
  init(of projection: ServiceProjection, in db: Database, prefix: String = "") {
    self.projection = projection
    self.db = db
    self.prefix = prefix
    applier = RowApplier(db: db, prefix: prefix)
  }

  // MARK: Tables

  /// Makes the tables, without their indexes.
  func create() throws {
    for table in projection.tables {
      try db.execute(sql: table.createSQL(named: prefix + table.sqlName))
    }
  }

  /// Drops the tables, as far as they are there.
  func drop() throws { try Self.drop(projection.tables.map { prefix + $0.sqlName }, in: db) }

  static func drop(_ tables: [String], in db: Database) throws {
    for table in tables { try db.execute(sql: "DROP TABLE IF EXISTS \(table)") }
  }

  /// Puts the tables in the place of those that are read.
  ///
  /// - Parameter old: the names of these.
  func swap(replacing old: [String]) throws {
    try Self.drop(old, in: db)
    for table in projection.tables {
      try db.execute(sql: "ALTER TABLE \(prefix)\(table.sqlName) RENAME TO \(table.sqlName)")
      for index in table.indexSQL { try db.execute(sql: index) }
    }
  }

  // MARK: Rows

  /// Applies what an event changes.
  func apply(_ event: Event) throws {
    try blaming("at position \(event.position)") {
      try applier.apply(projection.changes(of: event))
    }
  }

  /// Makes the rows of an obligation again, as its row of `obligations` is now.
  func apply(obligation: String) throws {
    try remove("WHERE obligation = ?", [obligation])
    let select = try db.cachedStatement(sql: "SELECT * FROM obligations WHERE obligation = ?")
    if let row = try Row.fetchOne(select, arguments: [obligation]) { try add(row) }
  }

  /// Makes the rows of the next obligations again, in order of their names.
  ///
  /// - Parameters:
  ///   - name: the last that was made; empty before the first.
  ///   - limit: how many at most.
  /// - Returns: the last that was made; `nil` when all are.
  func applyObligations(after name: String, limit: Int) throws -> String? {
    // What is not an obligation any more has no rows.
    if name.isEmpty { try remove("WHERE obligation NOT IN (SELECT obligation FROM obligations)") }
    let select = try db.cachedStatement(
      sql: "SELECT * FROM obligations WHERE obligation > ? ORDER BY obligation LIMIT ?")
    let rows = try Row.fetchAll(select, arguments: [name, limit])
    for row in rows {
      let obligation: String = row["obligation"]
      try remove("WHERE obligation = ?", [obligation])
      try add(row)
    }
    return rows.count < limit ? nil : rows.last?["obligation"]
  }

  /// Makes the rows of all obligations again.
  func applyAllObligations() throws {
    var last: String? = ""
    while let name = last { last = try applyObligations(after: name, limit: 1024) }
  }

  private func add(_ row: Row) throws {
    let obligation: String = row["obligation"]
    try blaming("of “\(obligation)”") {
      try applier.apply(projection.changes(ofObligation: row))
    }
  }

  private func remove(_ condition: String, _ arguments: StatementArguments = []) throws {
    for table in projection.tablesOfObligations {
      try db.cachedStatement(sql: "DELETE FROM \(prefix)\(table.sqlName) \(condition)")
        .execute(arguments: arguments)
    }
  }

  /// Tells what the projection itself got wrong from what the disk did.
  private func blaming(_ place: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as DatabaseError where !error.isProjectionsFault {
      throw error
    } catch {
      throw ProjectionFault(
        message: "\(place): " + ((error as? LedgerError)?.message ?? "\(error)"))
    }
  }
}

/// What a projection of a service got wrong: it is given up, and recording goes on.
struct ProjectionFault: Error {
  let message: String
}

extension DatabaseError {
  /// Whether rows of a projection contradict its own tables.
  fileprivate var isProjectionsFault: Bool {
    switch resultCode {
    case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_ERROR, .SQLITE_TOOBIG: true
    default: false
    }
  }
}
