import WorkingDays

/// An act whose data is described by its type's ``ActForm``: the types beyond the core of the
/// contract (§3) differ only in their keys.
///
/// ```swift
/// Act(.shareExtended, [
///   "request": .identifier("SR-1"), "authority": .code(authority), "days": .integer(5),
///   "reason": .text("涉及多个来源"),
/// ])
/// ```
///
/// Whether the keys are those of the form is checked when the act is recorded, as for a line of
/// JSON.
public struct Act: Hashable, Sendable {
  /// What a key holds.
  public enum Value: Hashable, Sendable {
    /// An identifier.
    case identifier(Identifier)
    /// A text, or the name of a choice.
    case text(String)
    /// A body.
    case code(BodyCode)
    /// A Beijing date.
    case date(CivilDate)
    /// A division.
    case division(Division)
    /// A moment.
    case instant(Instant)
    /// A whole number.
    case integer(Int64)
    /// Texts that differ.
    case texts([String])
  }

  /// The type of the event that carries it.
  public let type: EventType
  /// The values by key.
  public let values: [String: Value]

  /// Describes an act.
  public init(_ type: EventType, _ values: [String: Value]) {
    self.type = type
    self.values = values
  }

  /// The value of a key; `nil` where it is absent.
  public subscript(key: String) -> Value? { values[key] }

  /// The identifier that a key holds.
  public func identifier(_ key: String) -> Identifier? {
    if case .identifier(let id) = values[key] { id } else { nil }
  }

  /// The body that a key holds.
  public func code(_ key: String) -> BodyCode? {
    if case .code(let code) = values[key] { code } else { nil }
  }

  /// The text or choice that a key holds.
  public func text(_ key: String) -> String? {
    if case .text(let text) = values[key] { text } else { nil }
  }

  /// The date that a key holds.
  public func date(_ key: String) -> CivilDate? {
    if case .date(let date) = values[key] { date } else { nil }
  }

  /// The division that a key holds.
  public func division(_ key: String) -> Division? {
    if case .division(let division) = values[key] { division } else { nil }
  }

  /// The moment that a key holds.
  public func instant(_ key: String) -> Instant? {
    if case .instant(let instant) = values[key] { instant } else { nil }
  }

  /// The number that a key holds.
  public func integer(_ key: String) -> Int64? {
    if case .integer(let integer) = values[key] { integer } else { nil }
  }
}

extension Act {
  /// The thing that the act is about.
  var subject: Identifier {
    let key = ActForm.of(type)?.subject.text ?? ""
    return identifier(key) ?? code(key).map { Identifier($0.description) } ?? Identifier("")
  }

  /// The stream that the act belongs to.
  var stream: StreamName { StreamName(ActForm.of(type)?.category ?? .department, subject) }

  /// Reads the data of an act of `form`, which is next.
  init(_ form: ActForm, reading reader: inout CanonicalReader) throws(LedgerError) {
    var values: [String: Value] = [:]
    for key in form.keys {
      let read = { (reader: inout CanonicalReader) throws(LedgerError) in
        try reader.value(key.kind)
      }
      values[key.text] =
        key.isOptional
        ? try reader.optional(key.name, read) : try reader.member(key.name, read)
    }
    self.init(form.type, values)
  }

  /// Writes the members, those of keys that the form does not know included: the reader refuses
  /// them by name.
  func write(to writer: inout CanonicalWriter) {
    for (key, value) in values.sorted(by: { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) })
    {
      writer.member(key, value)
    }
  }
}

extension CanonicalReader {
  fileprivate mutating func value(_ kind: ActForm.Kind) throws(LedgerError) -> Act.Value {
    switch kind {
    case .identifier: .identifier(try identifier())
    case .text: .text(try text())
    case .code: .code(try bodyCode())
    case .date, .past: .date(try date())
    case .division: .division(try division())
    case .instant: .instant(try instant())
    case .integer(let range): .integer(try integer(within: range))
    case .choice(let names): .text(try choice(among: names))
    case .texts:
      .texts(
        try distinct(orEmpty: false) { reader throws(LedgerError) in
          Identifier(try reader.text())
        }.map(\.text))
    }
  }

  private mutating func integer(within range: ClosedRange<Int64>) throws(LedgerError) -> Int64 {
    let integer = try integer()
    guard range.contains(integer) else {
      throw .malformed(
        nil, found: "\(integer)",
        expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return integer
  }
}

extension CanonicalWriter {
  fileprivate mutating func member(_ key: String, _ value: Act.Value) {
    self.key(key)
    switch value {
    case .identifier(let id): string(id.text)
    case .text(let text): string(text)
    case .code(let code): string(code.description)
    case .date(let date): string(date.description)
    case .division(let division): string(division.description)
    case .instant(let instant): string(instant.description)
    case .integer(let integer): self.integer(integer)
    case .texts(let texts): self.value(.array(texts.map(JSONValue.string)))
    }
  }
}
