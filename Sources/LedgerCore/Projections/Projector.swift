import WorkingDays

/// All built-in projections: pure functions from an event, and the states before it, to row changes.
///
/// The tables, with a comment for every column, are `Schemas/projections.sql`.
public struct Projector: Sendable {
  private let obligations: ObligationsProjection

  /// Projects under the law as it is known after the event.
  public init(law: LawInForce) { obligations = ObligationsProjection(law: law) }

  /// The row changes of an event, given the states before it.
  public func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    try RowMapping.changes(for: event, given: &states)
      + obligations.changes(for: event, given: &states)
  }
}

extension ColumnValue {
  init(_ instant: Instant?) { self = instant.map(ColumnValue.instant) ?? .null }
  init(_ date: CivilDate?) { self = date.map(ColumnValue.date) ?? .null }
  init(_ code: BodyCode) { self = .code(code) }
  init(_ value: some RawRepresentable<String>) { self = .text(value.rawValue) }
  init(_ value: (some RawRepresentable<String>)?) { self.init(value?.rawValue) }
  init(_ bool: Bool) { self = .integer(bool ? 1 : 0) }

  /// A list as canonical JSON.
  init(json strings: [String]) {
    let value = JSONValue.array(strings.map(JSONValue.string))
    self = .text(String(decoding: value.canonicalBytes, as: UTF8.self))
  }
}
