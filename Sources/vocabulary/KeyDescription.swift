/// A key of an event's data.
struct KeyDescription {
  let name: String
  let kind: Kind
  let isOptional: Bool
  let description: String
  /// The kind of stream that must exist under what the key names.
  let refersTo: String?

  /// What a key holds.
  enum Kind {
    case identifier
    /// An identifier that is a part of others' names.
    case slashless
    case text, bodyCode, division, instant, boolean, bookName, bookNames, digest, document
    /// A date; one that is past is not later than the day of the act.
    case date(isPast: Bool)
    case integer(ClosedRange<Int>)
    case choice(Choice)
    case texts
    case identifiers(orEmpty: Bool)
    case dates
    /// The attributes of a catalogue entry.
    case fields
    /// The bodies that take another's place.
    case successors
  }

  /// Names to choose from.
  struct Choice {
    /// The Swift type, as other types name it.
    let swiftType: String
    /// The type of event whose schema lists the names.
    let owner: String
    /// The key there.
    let key: String
    let values: [Value]

    struct Value {
      let name: String
      let words: String
    }

    /// Whether the Swift type stands in that of the event.
    var isNested: Bool { swiftType.contains(".") }
  }
}

// MARK: - Reading

extension KeyDescription {
  init(
    _ name: String, _ json: OrderedJSON, isOptional: Bool, of type: String,
    among others: [String: OrderedJSON]
  ) throws {
    self.name = name
    self.isOptional = isOptional
    description = try (json["description"]?.string).required("description")
    refersTo = json["refersTo"]?.string
    kind = try Kind(json, of: type, name, among: others)
  }
}

extension KeyDescription.Kind {
  fileprivate init(
    _ json: OrderedJSON, of type: String, _ key: String, among others: [String: OrderedJSON]
  ) throws {
    if let reference = json["$ref"]?.string {
      self = try Self.referred(reference, json, among: others)
    } else if let names = json["enum"] {
      self = .choice(try Self.choice(names.elements.compactMap(\.string), json, of: type, key))
    } else {
      self = try Self.plain(json)
    }
  }

  private static func referred(
    _ reference: String, _ json: OrderedJSON, among others: [String: OrderedJSON]
  ) throws -> Self {
    switch reference {
    case "../common.json#/$defs/entityID", "../common.json#/$defs/eventID": return .identifier
    case "../common.json#/$defs/triggerID": return .slashless
    case "../common.json#/$defs/text": return .text
    case "../common.json#/$defs/bodyCode": return .bodyCode
    case "../common.json#/$defs/divisionCode": return .division
    case "../common.json#/$defs/timestamp": return .instant
    case "../common.json#/$defs/date": return .date(isPast: json["notAfter"] != nil)
    case "../common.json#/$defs/dates": return .dates
    case "../common.json#/$defs/days": return .integer(1...3650)
    case "../common.json#/$defs/bookName": return .bookName
    case "../common.json#/$defs/bookNames": return .bookNames
    case "../common.json#/$defs/sha256Root": return .digest
    case "../rule-book.json": return .document
    default:
      // A key of another type: share.requested.json#/properties/purpose.
      let parts = reference.split(separator: "#/properties/").map(String.init)
      guard parts.count == 2, parts[0].hasSuffix(".json"),
        case let type = String(parts[0].dropLast(5)),
        let property = others[type]?["properties"]?[parts[1]]
      else { throw VocabularyError("found “$ref”: “\(reference)”, which no Swift type stands for") }
      return try Self(property, of: type, parts[1], among: others)
    }
  }

  private static func plain(_ json: OrderedJSON) throws -> Self {
    switch json["type"]?.string {
    case "boolean": return .boolean
    case "integer":
      let least = try (json["minimum"]?.integer).required("minimum")
      let most = try (json["maximum"]?.integer).required("maximum")
      guard least <= most else { throw VocabularyError("found a minimum above the maximum") }
      return .integer(least...most)
    case "array":
      let orEmpty = json["minItems"] == nil
      switch json["items"]?["$ref"]?.string {
      case "../common.json#/$defs/text" where !orEmpty: return .texts
      case "../common.json#/$defs/entityID": return .identifiers(orEmpty: orEmpty)
      case nil where json["items"]?["properties"]?.members.map(\.key) == ["name", "type"]:
        return .fields
      case nil where json["items"]?["properties"]?.members.map(\.key) == ["department", "scope"]:
        return .successors
      default: throw VocabularyError("found a list that no Swift type stands for")
      }
    default: throw VocabularyError("found a value that no Swift type stands for")
    }
  }

  private static func choice(
    _ names: [String], _ json: OrderedJSON, of type: String, _ key: String
  ) throws -> KeyDescription.Choice {
    let values = try names.map { name in
      KeyDescription.Choice.Value(
        name: name, words: try (json["words"]?[name]?.string).required("words for “\(name)”"))
    }
    guard !values.isEmpty, values.count < 256 else {
      throw VocabularyError("found \(values.count) names to choose from")
    }
    let nested = "\(type.upperCamelCase).\(key.upperCamelCase)"
    return KeyDescription.Choice(
      swiftType: json["swiftName"]?.string ?? nested, owner: type, key: key, values: values)
  }
}

extension KeyDescription.Kind {
  /// Whether the key can name what a stream is about.
  var namesAStream: Bool {
    switch self {
    case .identifier, .slashless, .bodyCode, .division, .bookName, .bookNames: true
    default: false
    }
  }

  /// The Swift type of the value.
  var swiftType: String {
    switch self {
    case .identifier, .slashless: "Identifier"
    case .text: "String"
    case .bodyCode: "BodyCode"
    case .division: "Division"
    case .instant: "Instant"
    case .boolean: "Bool"
    case .bookName: "RuleBookName"
    case .bookNames: "RuleBookNames"
    case .digest: "TreeHash"
    case .document: "JSONValue"
    case .date: "CivilDate"
    case .integer: "Int64"
    case .choice(let choice): choice.swiftType
    case .texts: "[String]"
    case .identifiers: "[Identifier]"
    case .dates: "[CivilDate]"
    case .fields: "[EntryField]"
    case .successors: "[Successor]"
    }
  }

  /// The type of a column that holds it.
  var sqlType: String {
    switch self {
    case .integer, .boolean: "INTEGER"
    default: "TEXT"
    }
  }
}
