import GRDB
import LedgerCore

/// What a verification says of a projection of a service.
public struct VerifiedProjection: Hashable, Sendable {
  /// The name.
  public let name: String
  /// The version whose rows are stored.
  public let version: Int
  /// How many events the rows hold.
  public let position: Int64
  /// The digest of the stored rows (``ProjectionsDigest``), in base64; `nil` when they cannot be read.
  public let digest: String?
  /// Whether the rows were made again from the log and compared. That needs the service's program, and
  /// rows that hold every event.
  public let isCompared: Bool
  /// Why the projection was given up; `nil` as long as it is not.
  public let failure: String?
}

/// Makes the rows of a service's projections again while the log is read, and compares them.
struct ServiceVerifier {
  private struct Compared {
    let entry: ServiceRegistry.Entry
    let projection: ServiceProjection
    /// The rows that are made again.
    var rows: ServiceRows?
    var fault: String?
  }

  private let db: Database
  private let entries: [ServiceRegistry.Entry]
  private var compared: [Compared] = []

  /// - Parameters:
  ///   - db: the ledger.
  ///   - size: the number of its events.
  ///   - isWhole: whether the ledger's own projections hold all of them.
  ///   - services: the projections whose program is here.
  init(_ db: Database, size: Int64, isWhole: Bool, _ services: [ServiceProjection]) throws {
    self.db = db
    entries = try ServiceRegistry(db: db).entries().filter(\.isLive)
    guard isWhole else { return }
    for entry in entries
    where entry.position == size && entry.obligationsAfter == nil && entry.failure == nil {
      let projection = services.first {
        $0.name == entry.name && $0.version == entry.version && $0.definition == entry.definition
      }
      if let projection { compared.append(Compared(entry: entry, projection: projection)) }
    }
  }

  /// Makes the tables in a database of the verification's own.
  mutating func create(in target: Database) throws {
    for place in compared.indices {
      let rows = ServiceRows(of: compared[place].projection, in: target)
      try rows.create()
      compared[place].rows = rows
    }
  }

  /// Folds the next events into it, whose leaves stand in a page.
  mutating func fold(_ events: some Sequence<ViewedEvent>, _ page: LeafPage) throws {
    for place in compared.indices {
      let projection = compared[place].projection
      for (event, range) in zip(events, page.ranges) where projection.takes(event.type) {
        let event = try page.event(in: range, at: event.position)
        try apply(place) { try $0.apply(event) }
      }
    }
  }

  /// Makes the rows of the obligations that stand in it.
  mutating func finish() throws {
    for place in compared.indices { try apply(place) { try $0.applyAllObligations() } }
  }

  private mutating func apply(_ place: Int, _ body: (ServiceRows) throws -> Void) throws {
    guard let rows = compared[place].rows, compared[place].fault == nil else { return }
    do {
      try body(rows)
    } catch let fault as ProjectionFault {
      compared[place].fault = fault.message
    }
  }

  /// Calls `note` with every table whose rows are not those of another database.
  func compare(with rebuilt: Database, _ note: (_ table: String, _ message: String) -> Void) throws
  {
    for one in compared {
      if let fault = one.fault {
        note(one.entry.name, "the projection cannot be made again: \(fault)")
        continue
      }
      let tables = one.projection.tables.map(\.sqlName)
      for table in try ProjectionTables.differing(among: tables, in: db, from: rebuilt) {
        note(table, "its rows are not what the log says")
      }
    }
  }

  /// What is said of each projection.
  func report() -> [VerifiedProjection] {
    entries.map { entry in
      let digest = try? ProjectionTables.digest(of: entry.tables, in: db).base64
      return VerifiedProjection(
        name: entry.name, version: entry.version, position: entry.position, digest: digest,
        isCompared: compared.contains { $0.entry.name == entry.name && $0.fault == nil },
        failure: entry.failure)
    }
  }
}
