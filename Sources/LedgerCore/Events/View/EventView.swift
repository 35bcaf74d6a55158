import WorkingDays

/// What is known of one event without a copy of its bytes: numbers, codes, and where its texts
/// stand.
struct EventView {
  private(set) var position: Int64
  private(set) var version: Int64
  let occurredAt: Instant
  private(set) var recordedAt: Instant
  /// When another system recorded it, from which it was imported.
  let sourceRecordedAt: Instant?
  /// The event's id.
  let id: TextRange
  /// The identifier in the stream's name.
  let subject: TextRange
  let type: EventType
  /// The body that acts.
  let actor: BodyCode
  /// Where the values of its data begin among those of the page: one for each key of the type, in
  /// canonical order.
  let firstValue: Int

  var moment: Moment { Moment(occurredAt: occurredAt, position: position) }

  /// When the event became known: at its source if it was imported, else to this ledger.
  var knownAt: Instant { sourceRecordedAt ?? recordedAt }

  /// Whether it was imported from another system, which says when it recorded it.
  var isImported: Bool { sourceRecordedAt != nil }

  /// How its data stands to its stream, and which keys it has.
  var form: EventForm { type.form }

  /// The same event in another place of the log.
  func stamped(position: Int64, version: Int64, recordedAt: Instant) -> EventView {
    var view = self
    view.position = position
    view.version = version
    view.recordedAt = recordedAt
    return view
  }

  /// What a key holds.
  enum Value {
    case absent
    /// An identifier or a text.
    case text(TextRange)
    case code(BodyCode)
    case date(CivilDate)
    case division(Division)
    case instant(Instant)
    case integer(Int64)
    case bool(Bool)
    /// The place of a name among those to choose from.
    case choice(UInt8)
    /// Identifiers or texts, which stand in the lists of the page, and all of them as they are written.
    case texts(ListRange, TextRange)
    /// Other things, as they are written.
    case json(TextRange)
    /// What tells one text from another, where the text itself is not kept.
    case digest(UInt64)
  }

  /// A part of the lists of a page.
  struct ListRange {
    private let first: UInt32
    let count: UInt32

    init(_ range: Range<Int>) {
      first = UInt32(truncatingIfNeeded: range.lowerBound)
      count = UInt32(truncatingIfNeeded: range.count)
    }

    var range: Range<Int> { Int(first)..<Int(first) + Int(count) }
  }

  /// What events may have any number of; they say which part is theirs.
  struct Lists {
    var identifiers: [TextRange] = []
    var values: [Value] = []

    /// Returns to earlier numbers of both.
    mutating func truncate(identifiers: Int, values: Int) {
      self.identifiers.removeLast(self.identifiers.count - identifiers)
      self.values.removeLast(self.values.count - values)
    }
  }
}

// MARK: - Reading

/// Reading an event that is written plainly (`LeafCursor`), as `Event(leaf:)` would.
///
/// What is accepted here is a subset of what that reader accepts; a test holds the two together.
extension EventView {
  /// Reads the event whose leaf ends at `end`; `nil` when it is not plain.
  ///
  /// - Parameter lists: takes the values of its data.
  init?(plain cursor: inout LeafCursor, endingAt end: Int, lists: inout Lists) {
    // `data` comes before `type`, which stands near the end: what is found there is confirmed when
    // the cursor gets there.
    let firstValue = lists.values.count
    guard let name = cursor.type(ofLeafEndingAt: end),
      cursor.take(#"{"actor":""#), let actor = cursor.bodyCode(),
      cursor.takeOptionalIdentifier(#"","causation":""#),
      cursor.takeOptionalIdentifier(#"","correlation":""#),
      cursor.take(#"","data":{"#), let subject = cursor.members(of: name.form, &lists),
      cursor.take(#"},"id":""#), let id = cursor.identifier(),
      cursor.take(#"","occurredAt":""#), let occurredAt = cursor.instant(),
      cursor.take(#"","position":"#), let position = cursor.integer(),
      cursor.take(#","recordedAt":""#), let recordedAt = cursor.instant(),
      cursor.take(#"","schema":1,"#), let sourceRecordedAt = cursor.sourceRecordedAt(),
      cursor.take(#""stream":""#), cursor.take(name.stream), cursor.take(sameAs: subject),
      cursor.take(#"","type":""#), cursor.take(name.type),
      cursor.take(#","version":"#), let version = cursor.integer(),
      cursor.take("}"), cursor.at == end
    else { return nil }
    self.init(
      position: position, version: version, occurredAt: occurredAt, recordedAt: recordedAt,
      sourceRecordedAt: sourceRecordedAt.instant, id: id, subject: subject,
      type: name.form.type, actor: actor, firstValue: firstValue)
  }
}

extension LeafCursor {
  /// The type that a leaf names before its version, which ends it.
  fileprivate func type(ofLeafEndingAt end: Int) -> TypeInLeaf? {
    // The shortest event is longer than this by far.
    guard end - at > 100 else { return nil }
    var last = end - 2
    while last > at, 0x30...0x39 ~= bytes[last] { last -= 1 }
    let key: StaticString = #"","version":"#
    let close = last + 1 - key.utf8CodeUnitCount
    guard last > at + 60, LeafCursor(bytes, at: close).isNext(key) else { return nil }
    var open = close - 1
    while bytes[open] != 0x22, close - open < 40 { open -= 1 }
    return TypeInLeaf.find(UnsafeBufferPointer(start: bytes + open + 1, count: close - open - 1))
  }

  fileprivate mutating func takeOptionalIdentifier(_ key: StaticString) -> Bool {
    !take(key) || identifier() != nil
  }

  /// The instant, if there is one; `nil` when there is something else.
  fileprivate mutating func sourceRecordedAt() -> (instant: Instant?, Void)? {
    guard take(#""sourceRecordedAt":""#) else { return (nil, ()) }
    guard let instant = instant(), take(#"","#) else { return nil }
    return (instant, ())
  }
}

// MARK: - Types

/// What of an event's bytes follows from its type.
struct TypeInLeaf: @unchecked Sendable {
  let form: EventForm
  /// The type as it stands in an event, with the quote that closes it.
  let type: UnsafeBufferPointer<UInt8>
  /// The beginning of the stream's name.
  let stream: UnsafeBufferPointer<UInt8>

  private init(_ form: EventForm) {
    self.form = form
    type = Self.memory("\(form.type.rawValue)\"")
    stream = Self.memory("\(form.category.rawValue)/")
  }

  /// Bytes that live as long as the program.
  private static func memory(_ text: String) -> UnsafeBufferPointer<UInt8> {
    let bytes = Array(text.utf8)
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = memory.initialize(from: bytes)
    return UnsafeBufferPointer(memory)
  }

  /// The type of a name; `nil` when there is none.
  static func find(_ name: UnsafeBufferPointer<UInt8>) -> TypeInLeaf? {
    guard name.count >= 8 else { return nil }
    var slot = slot(of: name)
    while let candidate = table[slot] {
      if candidate.type.count == name.count + 1,
        let start = candidate.type.baseAddress, LeafCursor.areEqual(name, start)
      {
        return candidate
      }
      slot = (slot + 1) % table.count
    }
    return nil
  }

  /// Where the types stand, by their names' first and last eight bytes; at least half is empty.
  private static let table: [TypeInLeaf?] = {
    var table = [TypeInLeaf?](repeating: nil, count: 512)
    for form in EventForm.all {
      let entry = TypeInLeaf(form)
      var slot = slot(of: UnsafeBufferPointer(rebasing: entry.type.dropLast()))
      while table[slot] != nil { slot = (slot + 1) % table.count }
      table[slot] = entry
    }
    return table
  }()

  /// - Parameter name: at least eight bytes.
  private static func slot(of name: UnsafeBufferPointer<UInt8>) -> Int {
    let bytes = UnsafeRawBufferPointer(name)
    let first = bytes.loadUnaligned(as: UInt64.self)
    let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
    let mixed = (first ^ (last &* 0x9E37_79B9_7F4A_7C15)) &* 0xFF51_AFD7_ED55_8CCD
    return Int(truncatingIfNeeded: mixed >> 55)
  }
}
