/// The form of a type's data: its keys, what each holds, and how the act stands to its stream.
///
/// It is plain memory that lives as long as the program, so that reading an event counts no
/// references.
struct EventForm: @unchecked Sendable {
  /// What a key holds.
  enum Kind: Sendable {
    case identifier, text, code, date, instant, division, bool
    /// An identifier without a slash: it is a part of others' names.
    case slashless
    /// A date that is not later than the day of the act.
    case past
    /// A whole number within bounds.
    case integer(ClosedRange<Int64>)
    /// One of these names.
    case choice(Names)
    /// A list of at least one text, all different.
    case texts
    /// A list of identifiers, all different.
    case identifiers(orEmpty: Bool)
    /// The attributes of a catalogue entry.
    case fields
    /// What only events of law and audits hold.
    case other
  }

  /// Names to choose from.
  struct Names: Sendable {
    /// Each name with the quote that ends it.
    let text: StaticString

    init(_ text: StaticString) { self.text = text }

    /// The names, in order.
    var all: [String] { text.description.split(separator: "\"").map(String.init) }

    /// The name at a place among them, from 0; `nil` where there is none.
    subscript(place: UInt8) -> UnsafeBufferPointer<UInt8>? {
      var rest = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)[...]
      for _ in 0..<place {
        guard let quote = rest.firstIndex(of: 0x22) else { return nil }
        rest = rest[(quote + 1)...]
      }
      return rest.firstIndex(of: 0x22).map { UnsafeBufferPointer(rebasing: rest[..<$0]) }
    }
  }

  /// One key.
  struct Key: Sendable {
    let key: DataKey
    /// The name as it stands before a value: `"name":`.
    let head: StaticString
    let kind: Kind
    let isOptional: Bool
    /// The kind of stream that must exist under what the key names.
    let refersTo: StreamName.Category?

    init(
      _ key: DataKey, _ head: StaticString, _ kind: Kind, isOptional: Bool = false,
      refersTo: StreamName.Category? = nil
    ) {
      self.key = key
      self.head = head
      self.kind = kind
      self.isOptional = isOptional
      self.refersTo = refersTo
    }
  }

  /// How the act stands to its stream.
  enum StreamAct: Sendable {
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

  /// Whose act it is, where it ends a duty or moves its clock.
  enum Doer: Sendable {
    /// The body's that owes the duty.
    case obligated
    /// The body's that asked.
    case requester
    /// An applicant's, who is no body.
    case applicant
  }

  let type: EventType
  let category: StreamName.Category
  let act: StreamAct
  /// Whose act it is.
  let doer: Doer
  /// Whether the type is of the contract's core (§3), whose checks have code of their own.
  let isCore: Bool
  /// How many keys there are at least.
  let leastKeys: Int
  /// The place of the key that names the thing.
  let subject: Int
  /// Another matter that it is an act on, with the place of the key that names that.
  let actsOn: (category: StreamName.Category, key: Int)?
  /// All keys, in canonical order.
  let keys: UnsafeBufferPointer<Key>
}

extension EventForm {
  /// Makes a form, which is never given back.
  static func form(
    _ type: EventType, _ category: StreamName.Category, _ act: StreamAct, subject: Int,
    by doer: Doer = .obligated, isCore: Bool = false, leastKeys: Int = 0,
    actsOn: (category: StreamName.Category, key: Int)? = nil, _ keys: [Key]
  ) -> EventForm {
    let memory = UnsafeMutableBufferPointer<Key>.allocate(capacity: keys.count)
    _ = memory.initialize(from: keys)
    return EventForm(
      type: type, category: category, act: act, doer: doer, isCore: isCore, leastKeys: leastKeys,
      subject: subject, actsOn: actsOn, keys: UnsafeBufferPointer(memory))
  }

  /// The things of which there is only one event: every event type there starts a stream.
  static let singles: Set<StreamName.Category> = {
    let several = all.filter { $0.act != .opens }.map(\.category)
    return Set(all.map(\.category)).subtracting(several)
  }()

  /// The key that names the thing.
  var subjectKey: Key { keys[subject] }

  /// What checks ask of the keys again and again.
  var checkedKeys: CheckedKeys { Self.checkedKeys[type] }

  private static let checkedKeys = ByType { CheckedKeys($0.form) }

  /// The key that names the entries that a matter is about, of the act that opens one: whose
  /// entries they are, and how they are shared, is asked when it is judged.
  var entriesOfMatter: DataKey? { Self.entriesOfMatter[type] }

  private static let entriesOfMatter = ByType { type -> DataKey? in
    guard let kind = ObligationRule.Subject(type), kind.opening == type else { return nil }
    return type.form.keys.first { $0.refersTo == .catalogEntry }?.key
  }

  /// Whether keys hold what no view tells, as those of law and of audits do.
  var holdsMoreThanViewsTell: Bool { Self.withMore[type] }

  private static let withMore = ByType { type in
    type.form.keys.contains { if case .other = $0.kind { true } else { false } }
  }

  /// The name at a place among those that a key chooses from.
  func name(at place: UInt8, among key: DataKey) -> UnsafeBufferPointer<UInt8>? {
    for candidate in keys where candidate.key == key {
      if case .choice(let names) = candidate.kind { return names[place] }
    }
    return nil
  }

  /// Whether the data has a key.
  func has(_ key: DataKey) -> Bool { keys.contains { $0.key == key } }
}

extension EventType {
  /// The form of the type's data.
  var form: EventForm { EventForm.all[Int(number) - 1] }

  /// The type of a number; `nil` when none has it.
  init?(number: UInt8) {
    guard EventForm.all.indices.contains(Int(number) - 1) else { return nil }
    self = EventForm.all[Int(number) - 1].type
  }
}

extension EventForm.StreamAct {
  /// Whether the act may be the first of its stream.
  var mayOpen: Bool { self == .opens || self == .joins || self == .joinsOnce }

  /// Whether it is done only once.
  var isOnce: Bool { self == .followsOnce || self == .joinsOnce }
}

/// The keys of a form that checks ask for.
struct CheckedKeys: Sendable {
  /// The keys that name bodies, in order.
  let bodies: [DataKey]
  /// The key that names a division.
  let division: DataKey?
  /// The first key that chooses, and the names to choose from.
  let choice: (key: DataKey, names: [String])?
  /// The texts that may be absent.
  let optionalTexts: [DataKey]

  fileprivate init(_ form: EventForm) {
    bodies = form.keys.compactMap { key in if case .code = key.kind { key.key } else { nil } }
    division =
      form.keys.lazy.compactMap { key in
        if case .division = key.kind { key.key } else { nil }
      }.first
    choice =
      form.keys.lazy.compactMap { key in
        if case .choice(let names) = key.kind { (key.key, names.all) } else { nil }
      }.first
    optionalTexts = form.keys.compactMap { key in
      if case .text = key.kind, key.isOptional { key.key } else { nil }
    }
  }
}
