import WorkingDays

/// What the data of a type of event holds: its keys, what each names, and which stream it is about.
///
/// A form is all that a further type of event needs: reading, writing, the stream and the checks of
/// what must exist follow from it. `Schemas/events` says the same as JSON Schema, and tests hold the
/// two together.
struct ActForm: Sendable {
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
    var refersTo: StreamName.Category?

    var text: String { name.description }
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

  init(
    _ type: EventType, _ category: StreamName.Category, _ place: Place, _ subject: StaticString,
    _ keys: [Key]
  ) {
    self.type = type
    self.category = category
    self.place = place
    self.subject = Key(name: subject, kind: category == .department ? .code : .identifier)
    self.keys = (keys + [self.subject]).sorted { $0.text < $1.text }
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
    .init(name: name, kind: .identifier, refersTo: category)
  }

  /// The same key, which may be absent.
  var optional: Self {
    var key = self
    key.isOptional = true
    return key
  }
}
