import WorkingDays

/// Writes what rules may ask of acts, without the rest of their bytes: who did what when, the names,
/// and every value but the texts that nobody asks for.
///
/// A pass over the log writes millions of them, so the layout is plain: fixed numbers first, little
/// endian, then the names and the values, each after its length or kind. ``PackedActsReader`` reads
/// them back as the views that they were made from.
struct PackedActs: Sendable {
  /// What stands before the actor: the record's length, its run, type and flags, position, version,
  /// the two times of every event.
  static let fixed = 40
  static let codeSize = 18
  /// About how many bytes an act takes, and how many values it has.
  static let usualSize = 160
  static let usualValues = 8

  /// The kinds of value, as they are written.
  enum Tag: UInt8 {
    case absent, text, unkept, code, date, division, instant, integer, no, yes, choice, texts,
      digest
  }

  struct Flags: OptionSet {
    let rawValue: UInt8
    /// It was imported: the time of its source's recording follows.
    static let imported = Flags(rawValue: 1)
    /// It stands here as an act on another matter than its own stream's.
    static let onOther = Flags(rawValue: 2)
  }

  private(set) var bytes: [UInt8]
  private(set) var count = 0

  init(capacity: Int = 0) { bytes = Array(repeating: 0, count: capacity) }

  /// Calls `body` with every act, as it is written, and the number of the run that it goes to.
  func forEach<Failure: Error>(
    _ body: (Int, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let count = count
    try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) in
      let bytes = UnsafeRawBufferPointer(bytes)
      var at = 0
      while at < count {
        let length = Int(
          UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
        let run = UInt16(
          littleEndian: bytes.loadUnaligned(fromByteOffset: at + 4, as: UInt16.self))
        try body(Int(run), UnsafeRawBufferPointer(rebasing: bytes[at..<at + length]))
        at += length
      }
    }
  }

  /// Adds an act on the matter of its own stream and, where it is one, on another.
  mutating func add(_ act: Act) {
    add(act, onOther: false)
    if let key = act.form.actsOn?.key, act.has(act.form.keys[key].key) { add(act, onOther: true) }
  }

  /// Adds an act on the matter of its own stream, or on another.
  mutating func add(_ act: Act, onOther: Bool) {
    let run = ReplayParts.Run(part: 0, tellsFacts: false)
    act.page.withText { text in
      add(act.view, of: act.page, text, run: run, onOther ? .onOther : [])
    }
  }

  /// The bytes that were written, with zeros after them.
  var padded: [UInt8] { bytes[..<count] + Array(repeating: 0, count: LeafPage.padding) }

  /// Adds an act.
  ///
  /// - Parameters:
  ///   - run: the run that it goes to.
  ///   - flags: whether it stands there for another matter.
  mutating func add(
    _ view: EventView, of page: EventPage, _ text: EventPage.Text, run: ReplayParts.Run,
    _ flags: Flags
  ) {
    let values = page.lists.values[view.firstValue..<view.firstValue + view.form.keys.count]
    let start = count
    makeRoom(for: room(for: view, values, page))
    bytes.withUnsafeMutableBytes { bytes in
      var cursor = Cursor(bytes: bytes, at: start)
      cursor.head(view, run, flags)
      cursor.text(text[view.id])
      cursor.text(text[view.subject])
      for (key, value) in zip(view.form.keys, values) {
        cursor.value(value.kept(of: key, by: view.type, text), page, text)
      }
      count = cursor.at
      bytes.storeBytes(
        of: UInt32(truncatingIfNeeded: count - start).littleEndian, toByteOffset: start,
        as: UInt32.self)
    }
  }

  /// The most bytes that an act may need.
  private func room(
    for view: EventView, _ values: ArraySlice<EventView.Value>, _ page: EventPage
  ) -> Int {
    var room = Self.fixed + 8 + Self.codeSize + 4 + Int(view.id.count) + Int(view.subject.count)
    for value in values {
      switch value {
      case .text(let range): room += 3 + Int(range.count)
      case .texts(let list, _):
        room += 5
        for range in page.lists.identifiers[list.range] { room += 2 + Int(range.count) }
      default: room += 1 + Self.codeSize
      }
    }
    return room
  }

  private mutating func makeRoom(for more: Int) {
    guard count + more > bytes.count else { return }
    bytes += repeatElement(0, count: max(more, bytes.count))
  }

  /// Where the next value goes. Room was made for all of them.
  private struct Cursor {
    let bytes: UnsafeMutableRawBufferPointer
    var at: Int

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
      bytes.storeBytes(of: number.littleEndian, toByteOffset: at, as: Number.self)
      at += MemoryLayout<Number>.size
    }

    mutating func put(_ tag: Tag) { put(tag.rawValue) }

    mutating func head(_ view: EventView, _ run: ReplayParts.Run, _ flags: Flags) {
      put(UInt32(0))
      put(run.number)
      put(view.type.number)
      put(flags.union(view.isImported ? .imported : []).rawValue)
      put(view.position)
      put(view.version)
      put(view.occurredAt.millisecondsSinceEpoch)
      put(view.recordedAt.millisecondsSinceEpoch)
      if let source = view.sourceRecordedAt { put(source.millisecondsSinceEpoch) }
      code(view.actor)
    }

    mutating func text(_ text: UnsafeBufferPointer<UInt8>) {
      put(UInt16(truncatingIfNeeded: text.count))
      UnsafeMutableRawBufferPointer(rebasing: bytes[at..<at + text.count])
        .copyMemory(from: UnsafeRawBufferPointer(text))
      at += text.count
    }

    mutating func code(_ code: BodyCode) {
      let words = code.words
      put(words.0)
      put(words.1)
      put(words.2)
    }

    mutating func value(
      _ value: EventView.Value, _ page: EventPage, _ text: EventPage.Text
    ) {
      switch value {
      case .absent: put(Tag.absent)
      case .text(let range):
        put(Tag.text)
        self.text(text[range])
      case .json: put(Tag.unkept)
      case .code(let code):
        put(Tag.code)
        self.code(code)
      case .date(let date):
        put(Tag.date)
        put(Int32(truncatingIfNeeded: date.daysSinceEpoch))
      case .division(let division):
        put(Tag.division)
        put(division.code)
      case .instant(let instant):
        put(Tag.instant)
        put(instant.millisecondsSinceEpoch)
      case .integer(let integer):
        put(Tag.integer)
        put(integer)
      case .bool(let bool): put(bool ? Tag.yes : Tag.no)
      case .choice(let place):
        put(Tag.choice)
        put(place)
      case .digest(let digest):
        put(Tag.digest)
        put(digest)
      case .texts(let list, _):
        put(Tag.texts)
        put(list.count)
        for range in page.lists.identifiers[list.range] { self.text(text[range]) }
      }
    }
  }
}

extension EventView.Value {
  /// What no rule asks for, only whether it is there.
  static let unkept = Self.json(TextRange(0, 0))

  /// What is kept of a value of an act that is put away: of an entry's own texts their digests, for
  /// whether a revision changes anything (art. 16).
  func kept(of key: EventForm.Key, by type: EventType, _ text: EventPage.Text) -> Self {
    switch self {
    case .text(let range):
      if key.keeps(text[range]) { return self }
    case .json: break
    case .texts: return key.keepsList ? self : .unkept
    default: return self
    }
    return type.statesEntry ? digest(text).map(Self.digest) ?? .unkept : .unkept
  }

  /// What tells the value from another of its key; `nil` where it is absent, or not kept.
  func digest(_ text: EventPage.Text) -> UInt64? {
    switch self {
    case .absent, .date, .division, .instant, .integer, .bool, .texts: nil
    case .text(let range), .json(let range): Name(text[range]).hash(key: 0)
    case .code(let code): Name.mix(code.words.0 ^ UInt64(code.words.2), ~code.words.1)
    case .choice(let place): UInt64(place)
    case .digest(let digest): digest
    }
  }
}

extension EventType {
  /// Whether it says what an entry is.
  var statesEntry: Bool { self == .catalogEntryRegistered || self == .catalogEntryRevised }
}

extension EventForm.Key {
  /// Whether a rule may ask for the text itself, not only whether it is there: names, the purposes that
  /// are compared (art. 23), what is bought (art. 19), the applicant who is named (art. 28), and a basis
  /// that is none (art. 22).
  func keeps(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    switch kind {
    case .identifier, .slashless: true
    default:
      switch key {
      case .purpose, .applicant, .data: true
      case .legalBasis: !LegalBasis.isStated(in: text)
      default: false
      }
    }
  }

  /// Whether a rule may ask for the elements of a list: names, and the items that are shared (art. 23).
  var keepsList: Bool {
    if case .identifiers = kind { true } else { key == .items }
  }
}

/// Acts as they were written by ``PackedActs``: views whose texts stand in the packed bytes.
struct PackedActsReader {
  /// What an act is an act on.
  struct Subject {
    let category: StreamName.Category
    let name: TextRange
    /// Whether that is not its own stream.
    let isOther: Bool
  }

  private(set) var subjects: [Subject] = []
  private var reading = PlainReading()

  /// Reads all acts in bytes; `nil` when they are not what was written.
  ///
  /// - Parameter bytes: with ``LeafPage/padding`` zeros at the end.
  static func read(_ bytes: [UInt8]) -> (page: EventPage, subjects: [Subject])? {
    var reader = Self()
    let end = bytes.count - LeafPage.padding
    guard end >= 0 else { return nil }
    reader.reserve(end / PackedActs.usualSize + 1)
    let isWhole = bytes.withUnsafeBytes { raw in
      var at = 0
      while at < end {
        guard end - at >= PackedActs.fixed else { return false }
        let length = Int(
          UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
        guard length >= PackedActs.fixed, length <= end - at else { return false }
        var cursor = Cursor(bytes: raw, at: at + 6, end: at + length)
        guard reader.act(&cursor), cursor.at == cursor.end else { return false }
        at += length
      }
      return true
    }
    guard isWhole else { return nil }
    return (EventPage(reader.reading, bytes: bytes), reader.subjects)
  }

  private mutating func reserve(_ count: Int) {
    subjects.reserveCapacity(count)
    reading.reserve(events: count, values: count * PackedActs.usualValues)
  }

  /// The ids of the acts at some positions, without reading what else is said of them.
  static func ids(at positions: Set<Int64>, in bytes: [UInt8]) -> [Int64: Identifier] {
    var ids: [Int64: Identifier] = [:]
    bytes.withUnsafeBytes { raw in
      var at = 0
      while raw.count - at >= PackedActs.fixed {
        let length = Int(
          UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
        guard length >= PackedActs.fixed, length <= raw.count - at else { return }
        var cursor = Cursor(bytes: raw, at: at + 7, end: at + length)
        if let (position, id) = cursor.id(among: positions) {
          ids[position] = Identifier(String(decoding: raw[id.bytes], as: UTF8.self))
        }
        at += length
      }
    }
    return ids
  }

  private mutating func act(_ cursor: inout Cursor) -> Bool {
    guard let number = cursor.take(UInt8.self), let type = EventType(number: number),
      let flags = cursor.take(UInt8.self).map(PackedActs.Flags.init(rawValue:)),
      let position = cursor.take(Int64.self), let version = cursor.take(Int64.self),
      let occurredAt = cursor.instant(), let recordedAt = cursor.instant()
    else { return false }
    var source: Instant?
    if flags.contains(.imported) {
      guard let instant = cursor.instant() else { return false }
      source = instant
    }
    guard let actor = cursor.code(), let id = cursor.text(), let subject = cursor.text() else {
      return false
    }
    let form = type.form
    let firstValue = reading.lists.values.count
    var other: TextRange?
    for place in form.keys.indices {
      guard let value = value(&cursor) else { return false }
      if place == form.actsOn?.key, case .text(let name) = value { other = name }
      reading.append(value)
    }
    reading.append(
      EventView(
        position: position, version: version, occurredAt: occurredAt, recordedAt: recordedAt,
        sourceRecordedAt: source, id: id, subject: subject, type: type, actor: actor,
        firstValue: firstValue))
    guard flags.contains(.onOther) else {
      subjects.append(Subject(category: form.category, name: subject, isOther: false))
      return true
    }
    guard let other, let category = form.actsOn?.category else { return false }
    subjects.append(Subject(category: category, name: other, isOther: true))
    return true
  }

  private mutating func value(_ cursor: inout Cursor) -> EventView.Value? {
    switch cursor.take(UInt8.self).flatMap(PackedActs.Tag.init(rawValue:)) {
    case nil: return nil
    case .absent: return .absent
    case .text: return cursor.text().map(EventView.Value.text)
    case .unkept: return .unkept
    case .code: return cursor.code().map(EventView.Value.code)
    case .date:
      return cursor.take(Int32.self).flatMap { CivilDate(daysSinceEpoch: Int($0)) }
        .map(EventView.Value.date)
    case .division:
      return cursor.take(Int32.self).flatMap(Division.init(code:)).map(EventView.Value.division)
    case .instant: return cursor.instant().map(EventView.Value.instant)
    case .integer: return cursor.take(Int64.self).map(EventView.Value.integer)
    case .no: return .bool(false)
    case .yes: return .bool(true)
    case .choice: return cursor.take(UInt8.self).map(EventView.Value.choice)
    case .digest: return cursor.take(UInt64.self).map(EventView.Value.digest)
    case .texts:
      guard let count = cursor.take(UInt32.self) else { return nil }
      let first = reading.lists.identifiers.count
      for _ in 0..<count {
        guard let name = cursor.text() else { return nil }
        reading.append(name)
      }
      return .texts(.init(first..<reading.lists.identifiers.count), TextRange(0, 0))
    }
  }

  /// Where the next value stands; it never leaves its record.
  private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    var at: Int
    let end: Int

    mutating func take<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
      let size = MemoryLayout<Number>.size
      guard end - at >= size else { return nil }
      defer { at += size }
      return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: Number.self))
    }

    mutating func instant() -> Instant? {
      take(Int64.self).flatMap(Instant.init(millisecondsSinceEpoch:))
    }

    mutating func code() -> BodyCode? {
      guard let high = take(UInt64.self), let low = take(UInt64.self), let tail = take(UInt16.self)
      else { return nil }
      return BodyCode(words: (high, low, tail))
    }

    /// The position and the id of an act, from its flags on; `nil` where that is not wanted.
    mutating func id(among positions: Set<Int64>) -> (position: Int64, id: TextRange)? {
      guard let flags = take(UInt8.self).map(PackedActs.Flags.init(rawValue:)),
        let position = take(Int64.self), positions.contains(position),
        // The version and the two times, and the source's.
        take(Int64.self) != nil, take(Int64.self) != nil, take(Int64.self) != nil,
        !flags.contains(.imported) || take(Int64.self) != nil,
        code() != nil, let id = text()
      else { return nil }
      return (position, id)
    }

    mutating func text() -> TextRange? {
      guard let count = take(UInt16.self), Int(count) <= end - at else { return nil }
      defer { at += Int(count) }
      return TextRange(at, at + Int(count))
    }
  }
}
