import MerkleLog
import WorkingDays

/// What a key of an event's data holds.
enum DataValue: Hashable, Sendable {
  case identifier(Identifier)
  case text(String)
  case code(BodyCode)
  case date(CivilDate)
  case division(Division)
  case instant(Instant)
  case integer(Int64)
  case bool(Bool)
  /// The name of a choice.
  case choice(String)
  case texts([String])
  case identifiers([Identifier])
  case dates([CivilDate])
  case fields([EntryField])
  case successors([Successor])
  case document(JSONValue)
}

extension DataValue {
  static func of(_ id: Identifier?) -> DataValue? { id.map(DataValue.identifier) }
  static func of(_ text: String?) -> DataValue? { text.map(DataValue.text) }
  static func of(_ code: BodyCode?) -> DataValue? { code.map(DataValue.code) }
  static func of(_ date: CivilDate?) -> DataValue? { date.map(DataValue.date) }
  static func of(_ division: Division?) -> DataValue? { division.map(DataValue.division) }
  static func of(_ instant: Instant?) -> DataValue? { instant.map(DataValue.instant) }
  static func of(_ integer: Int64?) -> DataValue? { integer.map(DataValue.integer) }
  static func of(_ bool: Bool?) -> DataValue? { bool.map(DataValue.bool) }
  static func of(_ choice: (some EventChoice)?) -> DataValue? {
    choice.map { .choice($0.rawValue) }
  }
  static func of(_ texts: [String]?) -> DataValue? { texts.map(DataValue.texts) }
  static func of(_ ids: [Identifier]?) -> DataValue? { ids.map(DataValue.identifiers) }
  static func of(_ dates: [CivilDate]?) -> DataValue? { dates.map(DataValue.dates) }
  static func of(_ fields: [EntryField]?) -> DataValue? { fields.map(DataValue.fields) }
  static func of(_ successors: [Successor]?) -> DataValue? {
    successors.map(DataValue.successors)
  }
  static func of(_ hash: TreeHash?) -> DataValue? { hash.map { .text($0.base64) } }
  static func of(_ name: RuleBookName?) -> DataValue? { name.map { .text($0.description) } }
  static func of(_ names: RuleBookNames?) -> DataValue? { names.map { .text($0.description) } }
  static func of(_ document: JSONValue?) -> DataValue? { document.map(DataValue.document) }
}

extension EventData {
  /// The identifier that a key holds.
  func identifier(_ key: DataKey) -> Identifier? {
    if case .identifier(let id) = value(of: key) { id } else { nil }
  }

  /// The body that a key holds.
  func code(_ key: DataKey) -> BodyCode? {
    if case .code(let code) = value(of: key) { code } else { nil }
  }
}

extension DataKey {
  /// The key of a name; `nil` when no type has it.
  init?(named name: String) {
    guard let key = Self.byName[name] else { return nil }
    self = key
  }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })
}
