import WorkingDays

/// What the data of a type of event holds: its keys, what each names, and which stream it is about.
///
/// A form is all that a further type of event needs: reading, writing, the stream and the checks of
/// what must exist follow from it. `Schemas/events` says the same as JSON Schema, and tests hold the
/// two together.
final class ActForm: Sendable {
  /// What a key holds.
  enum Kind: Sendable {
    case identifier, text, code, date, instant, division
    /// A date that is not later than the day of the act.
    case past
    /// A whole number within bounds.
    case integer(ClosedRange<Int64>)
    /// One of these names.
    case choice([String])
    /// A list of at least one text, all different.
    case texts
  }

  /// One key.
  struct Key: Sendable {
    let name: StaticString
    let kind: Kind
    var isOptional = false
    /// The kind of stream that must exist under the identifier.
    let refersTo: StreamName.Category?
    /// The name as text.
    let text: String
    /// The name as it stands before a value: `"name":`.
    let head: [UInt8]

    init(name: StaticString, kind: Kind, refersTo: StreamName.Category? = nil) {
      self.name = name
      self.kind = kind
      self.refersTo = refersTo
      text = name.description
      head = Array("\"\(text)\":".utf8)
    }
  }

  /// How the act stands to its stream.
  enum Place: Sendable {
    /// It begins the stream, which must be new.
    case opens
    /// It is about what the stream is about, any number of times.
    case follows
    /// The same, once.
    case followsOnce
    /// It is about what the stream is about, whether or not anything was recorded of it before.
    case joins
    /// The same, once.
    case joinsOnce
  }

  let type: EventType
  let category: StreamName.Category
  let place: Place
  /// The key that names the thing.
  let subject: Key
  /// All keys, in canonical order.
  let keys: [Key]

  // What is asked of the keys again and again.

  /// The keys that name bodies, in order.
  let bodyKeys: [String]
  /// The key that names a division.
  let divisionKey: String?
  /// The key that chooses, and the names to choose from.
  let choice: (key: String, names: [String])?
  /// The texts that may be absent.
  let optionalTexts: [String]
  /// The type as it stands in an event, up to the quote that closes it.
  let typeInLeaf: [UInt8]
  /// The beginning of the stream's name.
  let streamInLeaf: [UInt8]

  init(
    _ type: EventType, _ category: StreamName.Category, _ place: Place, _ subject: StaticString,
    _ keys: [Key]
  ) {
    self.type = type
    self.category = category
    self.place = place
    self.subject = Key(name: subject, kind: category == .department ? .code : .identifier)
    let keys = (keys + [self.subject]).sorted { $0.text < $1.text }
    self.keys = keys
    bodyKeys = keys.filter { if case .code = $0.kind { true } else { false } }.map(\.text)
    divisionKey = keys.first { if case .division = $0.kind { true } else { false } }?.text
    choice =
      keys.lazy.compactMap { key in
        if case .choice(let names) = key.kind { (key.text, names) } else { nil }
      }.first
    optionalTexts = keys.filter { key in
      if case .text = key.kind { key.isOptional } else { false }
    }.map(\.text)
    typeInLeaf = Array("\(type.rawValue)\"".utf8)
    streamInLeaf = Array("\(category.rawValue)/".utf8)
  }

  /// The form of a type; `nil` for a type of the contract's core, which has a Swift type of its own.
  static func of(_ type: EventType) -> ActForm? { byType[type] }

  /// Every form.
  static let all =
    sharing + catalogue + verifications + openness + incidents + plans + projects + cloud
    + infrastructure + management + purchases + use + security + supervision

  /// The things of which there is only one event: each of their types opens.
  static let singles: Set<StreamName.Category> = {
    let several = all.filter { $0.place != .opens }.map(\.category)
    return Set(all.map(\.category)).subtracting(several)
  }()

  private static let byType = Dictionary(uniqueKeysWithValues: all.map { ($0.type, $0) })

  /// Every form, in the order of what their types are in an event.
  static let inOrder = all.sorted { $0.typeInLeaf.lexicographicallyPrecedes($1.typeInLeaf) }
}

extension ActForm.Place {
  /// Whether the act may be the first of its stream.
  var mayOpen: Bool { self == .opens || self == .joins || self == .joinsOnce }

  /// Whether it is done only once.
  var isOnce: Bool { self == .followsOnce || self == .joinsOnce }
}

extension ActForm.Key {
  static func text(_ name: StaticString) -> Self { .init(name: name, kind: .text) }
  static func code(_ name: StaticString) -> Self { .init(name: name, kind: .code) }
  static func date(_ name: StaticString) -> Self { .init(name: name, kind: .date) }
  static func instant(_ name: StaticString) -> Self { .init(name: name, kind: .instant) }
  static func texts(_ name: StaticString) -> Self { .init(name: name, kind: .texts) }
  static func division(_ name: StaticString) -> Self { .init(name: name, kind: .division) }
  static func past(_ name: StaticString) -> Self { .init(name: name, kind: .past) }
  static func integer(_ name: StaticString, _ range: ClosedRange<Int64>) -> Self {
    .init(name: name, kind: .integer(range))
  }
  static let days = integer("days", 1...Int64(CountingRule.maximumDays))
  static func choice(_ name: StaticString, _ names: String...) -> Self {
    .init(name: name, kind: .choice(names))
  }
  static func known(_ name: StaticString, _ category: StreamName.Category) -> Self {
    Self(name: name, kind: .identifier, refersTo: category)
  }

  /// The same key, which may be absent.
  var optional: Self {
    var key = self
    key.isOptional = true
    return key
  }
}
