import TestSupport
import Testing
import WorkingDays

@testable import LedgerCore

/// A line that is prepared in one pass is the record that the strict reader reads, and stands in the log
/// with the bytes that the writer writes.
@Suite struct PreparedRecordTests {
  private func check(
    _ line: [UInt8], _ what: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let strict = Result { () throws(LedgerError) in try Record(json: line) }
    let prepared = Result { () throws(LedgerError) in try PreparedRecord(json: line) }
    switch (strict, prepared) {
    case (.success(let record), .success(let prepared)):
      let event = Event(record: record, position: 12, version: 3, recordedAt: "2030-01-02 03:04")
      let leaf = try? prepared.leaf(position: 12, version: 3, recordedAt: event.recordedAt)
      let bytes = event.canonicalBytes
      let isSame = leaf == bytes || bytes.count > Event.largestSize
      #expect(isSame, "\(what())", sourceLocation: sourceLocation)
    case (.success(let record), .failure(let prepared)) where prepared.code == .tooLarge:
      #expect(record.canonicalBytes.count > Event.largestSize - 300)
    case (.failure(let strict), .failure(let prepared)):
      let told = [strict, prepared].map { "\($0.code) \($0.path ?? "-") \($0.message)" }
      #expect(told[0] == told[1], "\(what())", sourceLocation: sourceLocation)
    default:
      Issue.record(
        "\(what()): \(strict), \(prepared): \(String(decoding: line, as: UTF8.self))",
        sourceLocation: sourceLocation)
    }
  }

  /// Any type in any spelling: order of keys, spaces, escapes.
  @Test(arguments: EventType.allCases)
  func anySpelling(type: EventType) throws {
    var generator = SplitMix64(seed: 41)
    var ordinary = RandomEvents(seed: 41, isOrdinary: true)
    var any = RandomEvents(seed: 42)
    for round in 0..<60 {
      let record = round % 2 == 0 ? ordinary.record(type) : any.record(type)
      let bytes = record.canonicalBytes
      check(bytes, "seed 41, round \(round)")
      let json = try JSONValue(parsing: bytes)
      let line = Array(RandomJSON.spelling(of: json, using: &generator).utf8)
      check(line, "seed 41, round \(round), spelled")
      #expect(try PreparedRecord(json: line).record == record)
    }
  }

  /// What nearly all lines look like does not go the slow way, in whatever order, with spaces and with
  /// characters that are escaped as Python escapes them.
  @Test(arguments: EventType.plain)
  func ordinaryLinesAreReadFast(type: EventType) throws {
    var generator = SplitMix64(seed: 43)
    var random = RandomEvents(seed: 43, isOrdinary: true)
    for _ in 0..<40 {
      let record = random.record(type)
      let json = try JSONValue(parsing: record.canonicalBytes)
      let line = Self.shuffled(json, using: &generator)
      #expect(Self.isReadFast(line), "\(line)")
      #expect(try PreparedRecord(json: Array(line.utf8)).record == record)
    }
  }

  private static func isReadFast(_ line: String) -> Bool {
    var bytes: [UInt8] = []
    guard CanonicalLine.append(Array(line.utf8), to: &bytes) != nil else { return false }
    let leaf = bytes.indices
    bytes += repeatElement(0, count: LeafPage.padding)
    var reading = PlainReading()
    return reading.read(leaf, of: bytes)
  }

  /// The value as a program writes it that sorts nothing and escapes what is not ASCII.
  private static func shuffled(
    _ value: JSONValue, isMember: Bool = false, using generator: inout SplitMix64
  ) -> String {
    switch value {
    case .object(let members):
      // The attributes of an entry keep their order.
      let members = isMember ? members : members.shuffled(using: &generator)
      return "{"
        + members.map { member in
          "\"\(member.key)\": "
            + shuffled(
              member.value, isMember: isMember || member.key == "fields", using: &generator)
        }.joined(separator: ", ") + "}"
    case .array(let elements):
      return "["
        + elements.map { shuffled($0, isMember: isMember, using: &generator) }
        .joined(separator: ", ") + "]"
    case .string(let text):
      return "\""
        + text.utf16.map { unit in
          0x20...0x7E ~= unit
            ? String(Unicode.Scalar(UInt8(unit)))
            : "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count)
              + String(unit, radix: 16)
        }.joined() + "\""
    default: return String(decoding: value.canonicalBytes, as: UTF8.self)
    }
  }

  /// Whatever is changed in a line, both readers agree, also in what they say.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func changedLines(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var ordinary = RandomEvents(seed: seed, isOrdinary: true)
    for round in 0..<500 {
      let record = ordinary.record(ordinary.choice())
      var line = record.canonicalBytes
      if round % 2 == 0 {
        let json = try JSONValue(parsing: line)
        line = Array(Self.shuffled(json, using: &generator).utf8)
      }
      check(LeafMutation.mutated(line, using: &generator), "seed \(seed), round \(round)")
    }
  }

  @Test(arguments: EventType.plain)
  func everyTruncation(type: EventType) {
    let line = Array(Lines.line(type).utf8)
    for length in line.indices { check(Array(line.prefix(length)), "\(length) bytes") }
  }

  /// A value of any other kind in the place of each key, and lists and objects of other shapes.
  @Test(arguments: EventType.allCases)
  func otherValues(type: EventType) throws {
    var random = RandomEvents(seed: 44, isOrdinary: true)
    let others = [
      "0", "-1", "1.5", "1e3", "true", "null", #""""#, #""a""#, "[]", "{}", "[0]", "[[]]",
      #"[""]"#, #"{"a":0}"#, #"[{"name":"a"}]"#, #"[{"type":"b","name":"a"}]"#, "tru", "",
    ]
    let record = random.record(type)
    let line = String(decoding: record.canonicalBytes, as: UTF8.self)
    let keys = type.form.keys.map(\.key.name)
    for key in keys + ["actor", "id", "occurredAt", "type", "data"] {
      let json = try JSONValue(parsing: record.canonicalBytes)
      guard let value = json[key] ?? json["data"]?[key] else { continue }
      let member = "\"\(key)\":" + String(decoding: value.canonicalBytes, as: UTF8.self)
      for other in others {
        let changed = line.replacing(member, with: "\"\(key)\":\(other)")
        check(Array(changed.utf8), "\(key) as \(other)")
      }
    }
  }

  /// Every offset is the same moment, and is stored in Beijing time.
  @Test(arguments: [
    "2025-09-26T15:20:00+08:00", "2025-09-26T07:20:00Z", "2025-09-26t07:20:00.000999z",
    "2025-09-26T00:20:00-07:00",
  ])
  func offsets(_ time: String) throws {
    let line = try Lines.line(.shareRequested, "2025-09-26T15:20:00+08:00", time)
    #expect(Self.isReadFast(line))
    let prepared = try PreparedRecord(json: Array(line.utf8))
    #expect(try prepared.record == (try Record(json: Lines.line(.shareRequested).utf8)))
  }

  @Test func whatIsTooLargeIsRefusedInItsPlace() throws {
    var record = RandomEvents(seed: 1).record(of: Act.start("P"))
    record.data = Act.of(
      .incidentRemedied,
      ["incident": .identifier("I"), "measures": .text(String(repeating: "补", count: 21_900))])
    #expect(try refusal { try PreparedRecord(record) }.code == .tooLarge)
    // One that is too large only where positions are long.
    let excess = record.unstamped.count - Event.largestSize
    record.data = Act.of(
      .incidentRemedied,
      [
        "incident": .identifier("I"),
        "measures": .text(String(repeating: "补", count: 21_900 - (excess + 2) / 3)),
      ])
    let prepared = try PreparedRecord(record)
    let longest = Int64(999_999_999_999_999)
    let time: Instant = "2025-01-01"
    #expect(try prepared.leaf(position: 0, version: 0, recordedAt: time).count > 65_500)
    let error = try refusal {
      try prepared.leaf(position: longest, version: longest, recordedAt: time)
    }
    #expect(error.code == .tooLarge)
  }
}

extension RandomEvents {
  fileprivate func record(of data: EventData) -> Record {
    Record(id: "x", occurredAt: "2025-01-01", actor: .transport, data: data)
  }
}

extension Record {
  /// The record's event, as far as it is written before it has its place.
  fileprivate var unstamped: [UInt8] {
    Event(record: self, position: 0, version: 0, recordedAt: "2025-01-01").canonicalBytes
  }
}
