/// `catalog_entries` and `update_triggers`: the catalogue as it stands, and what called for change.
struct CatalogProjection: Projection {
  private static let register = RowShape(
    "catalog_entries",
    .insert(columns: [
      "entry", "department", "name", "classification", "format", "fields", "update_cycle",
      "sharing", "sharing_mode", "use_requirements", "legal_basis", "openness", "origin",
      "registered_at", "position",
    ]))
  private static let retire = RowShape(
    "catalog_entries",
    .update(set: ["retired_at", "retirement_reason"], matching: [.equal("entry")]))
  private static let file = RowShape(
    "catalog_entries", .update(set: ["filed_at", "filed_with"], matching: [.equal("entry")]))
  private static let trigger = RowShape(
    "update_triggers",
    .insert(columns: [
      "trigger_id", "department", "kind", "instrument", "promulgated_on", "effective_on",
      "entries", "position",
    ]))

  /// One shape for each column that a revision can change.
  private static func revision(of column: String) -> RowShape {
    RowShape("catalog_entries", .update(set: [column], matching: [.equal("entry")]))
  }
  private static let revisedAt = revision(of: "revised_at")
  private static let department = revision(of: "department")
  private static let name = revision(of: "name")
  private static let classification = revision(of: "classification")
  private static let format = revision(of: "format")
  private static let fields = revision(of: "fields")
  private static let updateCycle = revision(of: "update_cycle")
  private static let sharing = revision(of: "sharing")
  private static let sharingMode = revision(of: "sharing_mode")
  private static let useRequirements = revision(of: "use_requirements")
  private static let legalBasis = revision(of: "legal_basis")
  private static let openness = revision(of: "openness")

  func changes(
    for event: Event, given states: inout some StateLookup
  ) throws(LedgerError) -> [RowChange] {
    let at = ColumnValue(event.record.occurredAt)
    switch event.record.data {
    case .entryRegistered(let data):
      return [.rows(Self.register, Self.row(data) + [at, .integer(event.position)])]
    case .entryRevised(let data):
      return Self.revise(data, at)
    case .entryRetired(let data):
      return [.rows(Self.retire, [at, .text(data.reason), ColumnValue(data.entry)])]
    case .catalogFiled(let data):
      return data.entries.map {
        .rows(Self.file, [at, ColumnValue(data.authority), ColumnValue($0)])
      }
    case .updateTriggered(let data):
      return [.rows(Self.trigger, Self.row(data) + [.integer(event.position)])]
    default:
      return []
    }
  }

  private static func row(_ data: EntryRegistered) -> [ColumnValue] {
    [
      ColumnValue(data.entry), ColumnValue(data.department), .text(data.name),
      .text(data.classification), .text(data.format), json(data.fields), .text(data.updateCycle),
      ColumnValue(data.sharing), .text(data.sharingMode), .text(data.useRequirements),
      ColumnValue(data.legalBasis), ColumnValue(data.openness), ColumnValue(data.origin),
    ]
  }

  private static func row(_ data: UpdateTriggered) -> [ColumnValue] {
    [
      ColumnValue(data.trigger), ColumnValue(data.department), ColumnValue(data.kind),
      .text(data.instrument), ColumnValue(data.promulgatedOn), ColumnValue(data.effectiveOn),
      ColumnValue(json: data.entries.map(\.text)),
    ]
  }

  private static func json(_ fields: [EntryField]) -> ColumnValue {
    let value = JSONValue.array(
      fields.map {
        .object([
          .init(key: "name", value: .string($0.name)), .init(key: "type", value: .string($0.type)),
        ])
      })
    return .text(String(decoding: value.canonicalBytes, as: UTF8.self))
  }

  private static func revise(_ data: EntryRevised, _ at: ColumnValue) -> [RowChange] {
    let changes = data.changes
    let columns: [(RowShape, ColumnValue?)] = [
      (revisedAt, at),
      (department, changes.department.map { ColumnValue($0) }),
      (name, changes.name.map { .text($0) }),
      (classification, changes.classification.map { .text($0) }),
      (format, changes.format.map { .text($0) }),
      (fields, changes.fields.map(json)),
      (updateCycle, changes.updateCycle.map { .text($0) }),
      (sharing, changes.sharing.map { ColumnValue($0) }),
      (sharingMode, changes.sharingMode.map { .text($0) }),
      (useRequirements, changes.useRequirements.map { .text($0) }),
      (legalBasis, changes.legalBasis.map { .text($0) }),
      (openness, changes.openness.map { ColumnValue($0) }),
    ]
    return columns.compactMap { shape, value in
      value.map { .rows(shape, [$0, ColumnValue(data.entry)]) }
    }
  }
}
