import MerkleLog
import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// What is read of an event without copying it is what the strict reader reads.
@Suite struct EventViewTests {
  /// Whether a leaf is taken as plain, from memory that ends with its padding: with the address
  /// sanitizer, a step beyond it stops the test.
  private func isPlain(_ leaf: [UInt8], before: [UInt8] = [], after: [UInt8] = []) -> Bool {
    let count = before.count + leaf.count + after.count + LeafCursor.padding
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: count)
    defer { memory.deallocate() }
    _ = memory.initialize(
      from: before + leaf + after + Array(repeating: 0, count: LeafCursor.padding))
    guard let start = memory.baseAddress else { return false }
    var cursor = LeafCursor(start, at: before.count)
    var lists = EventView.Lists()
    return EventView(plain: &cursor, endingAt: before.count + leaf.count, lists: &lists) != nil
  }

  /// What differs between the two ways of reading a leaf that is taken as plain.
  private func difference(_ leaf: [UInt8]) -> String? {
    let event: Event
    do {
      event = try Event(leaf: leaf)
    } catch {
      return "plain, but refused: \(error)"
    }
    let page = EventPage(LeafPage(first: event.position, leaves: [leaf]))
    guard page.told == [event.told] else { return "plain \(page.told), strict \(event.told)" }
    return page.hashes == [SHA256Hasher.leaf(leaf)] ? nil : "another hash"
  }

  private func check(
    _ leaf: [UInt8], _ what: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> Bool {
    guard isPlain(leaf) else { return false }
    if let difference = difference(leaf) {
      Issue.record(
        "\(what()): \(difference): \(String(decoding: leaf, as: UTF8.self))",
        sourceLocation: sourceLocation)
    }
    return true
  }

  // MARK: Taken as plain

  /// What nearly all records look like does not go the slow way.
  @Test(arguments: EventType.plain)
  func ordinaryEventsArePlain(type: EventType) {
    var random = RandomEvents(seed: 21, isOrdinary: true)
    for round in 0..<200 {
      let leaf = random.event(type).canonicalBytes
      #expect(check(leaf, "seed 21, round \(round)"), "\(String(decoding: leaf, as: UTF8.self))")
    }
  }

  /// Whatever stands before and after it.
  @Test(arguments: EventType.plain)
  func neighboursDoNotMatter(type: EventType) {
    var random = RandomEvents(seed: 22, isOrdinary: true)
    for _ in 0..<20 {
      let leaf = random.event(type).canonicalBytes
      let other = random.event(random.choice()).canonicalBytes
      #expect(isPlain(leaf, before: other, after: other))
      #expect(isPlain(leaf, before: [0x22, 0x5C], after: [0x7D, 0xFF]))
      #expect(!isPlain(Array(leaf.dropLast()), after: other))
      #expect(!isPlain(Array(leaf.dropLast()), after: [0x7D]))
      #expect(!isPlain(leaf + [0x7D]))
    }
  }

  @Test func otherTypesAreNotPlain() {
    var random = RandomEvents(seed: 23, isOrdinary: true)
    for type in EventType.allCases where !EventType.plain.contains(type) {
      #expect(!isPlain(random.event(type).canonicalBytes))
    }
  }

  /// Lists of more elements than are compared with each other are for the strict reader.
  @Test(arguments: [127, 128, 129, 1000])
  func longLists(count: Int) {
    let entries = (0..<count).map { Identifier("C-\($0)") }
    let record = Record(
      id: "e", occurredAt: "2025-09-26", actor: .transport,
      data: Act.trigger("T", effective: "2025-09-26", entries: entries))
    let event = Event(record: record, position: 7, version: 0, recordedAt: "2025-09-27")
    let leaf = event.canonicalBytes
    #expect(check(leaf, "\(count) entries") == (count <= 128))
    #expect(EventPage(LeafPage(first: 7, leaves: [leaf])).told == [event.told])
  }

  // MARK: Never more than the strict reader

  @Test(arguments: EventType.allCases)
  func anyEvent(type: EventType) {
    var random = RandomEvents(seed: 24)
    for round in 0..<100 {
      _ = check(random.event(type).canonicalBytes, "seed 24, round \(round)")
    }
  }

  /// Enough of what was changed is still plain for the comparison to have a say.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func changedBytes(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var ordinary = RandomEvents(seed: seed, isOrdinary: true)
    var any = RandomEvents(seed: seed)
    var plain = 0
    for round in 0..<500 {
      let event =
        round % 5 == 0
        ? any.event(any.choice())
        : ordinary.event(EventType.plain[round % EventType.plain.count])
      let leaf = LeafMutation.mutated(event.canonicalBytes, using: &generator)
      if check(leaf, "seed \(seed), round \(round)") { plain += 1 }
    }
    #expect(plain > 15, "seed \(seed)")
  }

  @Test(arguments: EventType.plain)
  func everyByte(type: EventType) {
    var random = RandomEvents(seed: 25, isOrdinary: true)
    var leaf = random.event(type).canonicalBytes
    for index in leaf.indices {
      let original = leaf[index]
      let values: [UInt8] =
        [0, 0x1F, 0x20, 0x22, 0x2F, 0x30, 0x39, 0x5C, 0x7F, 0x80, 0xE4, 0xED, 0xFF]
        + [original ^ 1, original ^ 0x20, original &+ 1]
      // All types have one reader: a quarter of the values for each.
      for (place, value) in values.enumerated() where (place + index) % 4 == 0 {
        leaf[index] = value
        _ = check(leaf, "seed 25, byte \(index) as \(value)")
      }
      leaf[index] = original
    }
  }

  /// Nothing that a reader might take for a date which it knows already is one.
  @Test(arguments: EventType.plain)
  func datesOfOtherBytes(type: EventType) {
    var random = RandomEvents(seed: 27, isOrdinary: true)
    let leaf = random.event(type).canonicalBytes
    for index in leaf.indices.dropFirst(10) where leaf[index] == UInt8(ascii: "T") {
      for byte in [0x00, 0x20, 0x30, 0x39, 0xFF] as [UInt8] {
        var damaged = leaf
        damaged.replaceSubrange(index - 10..<index, with: repeatElement(byte, count: 10))
        _ = check(damaged, "seed 27, \(byte) before byte \(index)")
      }
    }
  }

  @Test(arguments: EventType.plain)
  func everyTruncation(type: EventType) {
    var random = RandomEvents(seed: 26, isOrdinary: true)
    let leaf = random.event(type).canonicalBytes
    for length in leaf.indices { #expect(!isPlain(Array(leaf.prefix(length)))) }
  }

  // MARK: Pages

  /// Pages of all kinds of events, some of which were changed, padded or not: the same events and
  /// the same failure as event by event.
  @Test(arguments: 100..<140 as Range<UInt64>)
  func pages(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var ordinary = RandomEvents(seed: seed, isOrdinary: true)
    var any = RandomEvents(seed: seed)
    let first = Int64.random(in: 0...1000, using: &generator)
    var leaves = (0..<Int64.random(in: 0...30, using: &generator)).map { offset in
      let record = offset % 3 == 0 ? any.record(any.choice()) : ordinary.record(ordinary.choice())
      return Event(
        record: record, position: first + offset, version: offset, recordedAt: any.instant()
      ).canonicalBytes
    }
    if seed.isMultiple(of: 3), let index = leaves.indices.randomElement(using: &generator) {
      leaves[index] = LeafMutation.mutated(leaves[index], using: &generator)
    }
    for padding in [0, LeafPage.padding - 1, LeafPage.padding] {
      compare(LeafPage(first: first, leaves: leaves, padding: padding), seed: seed)
    }
  }

  private func compare(_ page: LeafPage, seed: UInt64) {
    let read = EventPage(page)
    var expected: [Event] = []
    var failure: LedgerError?
    for (offset, range) in page.ranges.enumerated() where failure == nil {
      do throws(LedgerError) {
        expected.append(try page.event(in: range, at: page.first + Int64(offset)))
      } catch {
        failure = error
      }
    }
    #expect(read.told == expected.map(\.told), "seed \(seed)")
    #expect(read.failure?.message == failure?.message, "seed \(seed)")
    #expect(read.hashes == page.ranges.prefix(expected.count).map(page.hash(of:)))
    #expect(read.tiles.isEmpty)
  }

  /// A page that begins at a multiple of 256 has its full tiles, any other none.
  @Test(arguments: [(0, 256, 1), (512, 600, 2), (256, 255, 0), (1, 600, 0)] as [(Int64, Int, Int)])
  func tiles(_ first: Int64, _ count: Int, _ tiles: Int) {
    let leaves = (0..<Int64(count)).map { offset in
      let record = Record(
        id: Identifier("e\(offset)"), occurredAt: "2025-09-26", actor: .transport,
        data: Act.start("P"))
      return Event(
        record: record, position: first + offset, version: offset, recordedAt: "2025-09-27"
      ).canonicalBytes
    }
    let page = EventPage(LeafPage(first: first, leaves: leaves))
    #expect(page.failure == nil && page.hashes == leaves.map { SHA256Hasher.leaf($0) })
    #expect(page.tiles.count == tiles)
    #expect(page.tiles.flatMap(\.hashes) == Array(page.hashes.prefix(256 * tiles)))
  }
}

// What a replay needs of an event, in full: as it was read from a page, and as it is.

extension EventPage {
  fileprivate var told: [String] {
    events.indices.map { place in
      let view = events[place]
      let times = "\(view.occurredAt) \(view.recordedAt) \(view.knownAt) \(view.isImported)"
      let names = "\(text(view.id)) \(text(view.subject)) \(view.actor)"
      let values = lists.values[view.firstValue..<view.firstValue + view.form.keys.count]
      let data = values.map { told($0) }.joined(separator: " ")
      let whole = whole(at: place).map { "\($0)" } ?? "-"
      return "\(view.position) \(view.version) \(times) \(names) \(view.type) \(data) \(whole)"
    }
  }

  private func text(_ range: TextRange) -> String {
    withText { text in
      let bytes = UnsafeBufferPointer(start: text.start(of: range), count: Int(range.count))
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  private func told(_ value: EventView.Value) -> String {
    switch value {
    case .text(let range): "text(\(text(range)))"
    case .texts(let list, let json):
      "\(lists.identifiers[list.range].map { text($0) }) \(text(json))"
    case .json(let json): text(json)
    default: "\(value)"
    }
  }
}

extension Event {
  private func json(_ strings: [String]) -> String { json(.array(strings.map(JSONValue.string))) }

  private func json(_ value: JSONValue) -> String {
    String(decoding: value.canonicalBytes, as: UTF8.self)
  }

  fileprivate var told: String {
    let isImported = record.sourceRecordedAt != nil
    let times = "\(record.occurredAt) \(recordedAt) \(knownAt) \(isImported)"
    let names = "\(record.id) \(stream.identifier) \(record.actor)"
    let values = type.form.keys.map { told(record.data.value(of: $0.key), $0.kind) }
    let data = values.joined(separator: " ")
    let whole = EventType.plain.contains(type) ? "-" : "\(record.data)"
    return "\(position) \(version) \(times) \(names) \(type) \(data) \(whole)"
  }

  private func told(_ value: DataValue?, _ kind: EventForm.Kind) -> String {
    switch value {
    case nil: return "absent"
    case .choice(let name):
      guard case .choice(let names) = kind, let place = names.all.firstIndex(of: name) else {
        return "no choice"
      }
      return "choice(\(place))"
    case .identifier(let id): return "text(\(id))"
    case .text(let text): return "text(\(text))"
    case .identifiers(let ids): return "\(ids.map(\.text)) \(json(ids.map(\.text)))"
    case .texts(let texts): return "\(texts) \(json(texts))"
    case .dates(let dates): return json(dates.map(\.description))
    case .fields(let fields): return json(EntryField.json(fields))
    case .successors(let successors): return json(Successor.json(successors))
    case .document(let document): return json(document)
    case let value?: return "\(value)"
    }
  }
}
