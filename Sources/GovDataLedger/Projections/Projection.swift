import LedgerSQLite

/// A projection of a service's own: tables in the ledger's file whose rows follow from the log, and are
/// kept, rebuilt and verified like the ledger's.
///
/// Two functions make the rows, and both must be pure: the same event or obligation gives the same rows
/// on every machine and at any time.
///
/// In SQL the tables' names begin with `x_`: `SELECT * FROM x_unanswered`.
///
/// The README has an example.
///
/// A projection that does something impossible (two rows of one key, a column that it did not declare)
/// is given up at the commit at which it does: what is recorded is recorded all the same, its rows stay
/// as they were, reading them throws `behind`, and ``Ledger/projections()`` says why. A new version, or
/// ``Ledger/rebuild(progress:)``, begins anew.
public protocol Projection: Sendable {
  /// Its name: a lower-case letter, and up to 47 more, digits and underscores.
  var name: String { get }
  /// Its version, from 1. It must grow whenever the tables change, or what a function says of what is
  /// in the log already. A new version is built beside the old one, which goes on being read until the
  /// new one holds every event and takes its place in one commit. A program with an older version than
  /// the file leaves that alone.
  var version: Int { get }
  /// Its tables.
  var tables: [ProjectionTable] { get }
  /// Whether its rows change in the commit of the events, or soon after it: recording is faster then.
  /// By default in the commit.
  var timing: ProjectionTiming { get }
  /// The types of event that it looks at; `nil`, the default, for all.
  var types: Set<EventType>? { get }

  /// Adds what an event changes of the rows that events make. Events come in the order of the log, each
  /// once.
  func addRows(of event: Event, to rows: inout ProjectedRows) throws

  /// Adds the rows of an obligation, at most one in each table, by ``ProjectedRows/insert(into:_:)``.
  ///
  /// Whenever the judge finds an obligation changed, its rows are removed, and made again by this.
  func addRows(of obligation: ObligationRow, to rows: inout ProjectedRows) throws
}

extension Projection {
  /// In the commit of the events.
  public var timing: ProjectionTiming { .inline }
  /// All types.
  public var types: Set<EventType>? { nil }
  /// No rows.
  public func addRows(of event: Event, to rows: inout ProjectedRows) throws {}
  /// No rows.
  public func addRows(of obligation: ObligationRow, to rows: inout ProjectedRows) throws {}
}

extension [any Projection] {
  /// The projections as the engine keeps them.
  ///
  /// - Throws: `malformed`.
  func kept() throws(LedgerError) -> [ServiceProjection] {
    guard Set(map(\.name)).count == count else {
      throw LedgerError(.malformed, "two of the projections have the same name")
    }
    guard Set(flatMap { $0.tables.map(\.name) }).count == reduce(0, { $0 + $1.tables.count }) else {
      throw LedgerError(.malformed, "two of the projections' tables have the same name")
    }
    var kept: [ServiceProjection] = []
    for projection in self {
      kept.append(
        try ServiceProjection(
          name: projection.name, version: projection.version, tables: projection.tables,
          timing: projection.timing, types: projection.types,
          addRows: { try projection.addRows(of: $0, to: &$1) },
          addRow: { try projection.addRows(of: ObligationRow(row: $0), to: &$1) }))
    }
    return kept
  }
}
