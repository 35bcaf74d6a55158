import WorkingDays

/// Changes of the rows of projections, in order, which any engine can apply.
///
/// The values of all changes stand one after the other, and so do the bytes of their texts: a change
/// costs no memory of its own. A change begins with its shape, and the values follow.
public struct RowChanges: Sendable {
  /// A change: a shape, and where its values begin in ``RowChanges/values``.
  public struct Change: Sendable {
    /// The shape.
    public let shape: RowShape
    /// The place of the first of its values.
    public let firstValue: Int
  }

  /// A value of a row.
  public enum Value: Sendable {
    /// Nothing.
    case null
    /// An integer; booleans are 0 and 1.
    case integer(Int64)
    /// Text, whose bytes stand there in ``RowChanges/text``.
    case text(start: UInt32, count: UInt32)
  }

  /// The changes.
  public private(set) var all: [Change] = []
  /// The values of the changes, one after the other.
  public private(set) var values: [Value] = []
  /// The bytes of the texts among the values.
  public private(set) var text: [UInt8] = []

  /// No changes.
  public init() {}

  /// How many changes there are.
  public var count: Int { all.count }

  // MARK: Taking back

  /// What it takes to take back the changes that follow.
  public struct Mark: Sendable {
    /// How many changes there were.
    public let count: Int
    fileprivate let values: Int
    fileprivate let text: Int
  }

  /// The changes up to now.
  public var mark: Mark { Mark(count: all.count, values: values.count, text: text.count) }

  /// Takes back the changes after a mark.
  public mutating func removeAll(after mark: Mark) {
    all.removeLast(all.count - mark.count)
    values.removeLast(values.count - mark.values)
    text.removeLast(text.count - mark.text)
  }

  /// Takes the changes after a mark out.
  public mutating func removeAll(since mark: Mark) -> RowChanges {
    var taken = RowChanges()
    for change in all[mark.count...] {
      taken.begin(change.shape)
      for value in values(of: change) {
        if case .text(let start, let count) = value {
          taken.append { $0 += text[Int(start)..<Int(start) + Int(count)] }
        } else {
          taken.values.append(value)
        }
      }
    }
    removeAll(after: mark)
    return taken
  }

  /// The values of a change.
  public func values(of change: Change) -> ArraySlice<Value> {
    values[change.firstValue..<change.firstValue + change.shape.valueCount]
  }

  /// Removes all changes.
  public mutating func removeAll() {
    all.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
  }

  // MARK: Adding

  /// Begins a change, whose values follow.
  mutating func begin(_ shape: RowShape) {
    all.append(Change(shape: shape, firstValue: values.count))
  }

  /// Adds a text that `write` writes.
  mutating func append(writing write: (inout [UInt8]) -> Void) {
    let start = text.count
    write(&text)
    values.append(
      .text(
        start: UInt32(truncatingIfNeeded: start),
        count: UInt32(truncatingIfNeeded: text.count - start)))
  }

  mutating func appendNull() { values.append(.null) }

  mutating func append(_ integer: Int64) { values.append(.integer(integer)) }

  mutating func append(_ bool: Bool) { append(bool ? 1 : 0) }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    append { $0.append(contentsOf: bytes) }
  }

  mutating func append(_ string: String) {
    var string = string
    string.withUTF8 { append($0) }
  }

  mutating func append(_ text: PageText) { text.withUTF8 { append($0) } }

  mutating func append(_ code: BodyCode) { append(writing: code.appendUTF8) }

  mutating func append(_ date: CivilDate) { append(writing: date.appendUTF8) }

  mutating func append(_ instant: Instant) { append(writing: instant.appendUTF8) }

  mutating func append(_ instant: Instant?) {
    if let instant { append(instant) } else { appendNull() }
  }

  mutating func append(_ value: ColumnValue) {
    switch value {
    case .null: appendNull()
    case .integer(let integer): append(integer)
    case .text(let text): append(text)
    }
  }
}

extension RowChanges.Value {
  /// The value as a database keeps it; `text` has the bytes of all texts.
  package func columnValue(in text: UnsafeRawBufferPointer) -> ColumnValue {
    switch self {
    case .null: .null
    case .integer(let integer): .integer(integer)
    case .text(let start, let count):
      .text(String(decoding: text[Int(start)..<Int(start) + Int(count)], as: UTF8.self))
    }
  }
}

extension RowChanges {
  /// Adds the value of a key of an event.
  mutating func append(_ key: DataKey, of event: ViewedEvent) {
    switch event.value(key) {
    case .absent: appendNull()
    case .text(let range), .json(let range), .texts(_, let range):
      event.page.withText { append($0[range]) }
    case .code(let code): append(code)
    case .date(let date): append(date)
    case .division(let division): append(division.description)
    case .instant(let instant): append(instant)
    case .integer(let integer): append(integer)
    case .bool(let bool): append(bool)
    // Only acts that are put away have digests.
    case .digest: appendNull()
    case .choice(let place):
      if let name = event.form.name(at: place, among: key) { append(name) } else { appendNull() }
    }
  }
}
