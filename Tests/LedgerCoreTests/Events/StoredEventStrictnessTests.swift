@testable import LedgerCore
import Testing
import WorkingDays

/// The ways in which JSON can say the same thing otherwise, none of which a leaf may use.
@Suite struct StoredEventStrictnessTests {
  private static let leaf: String = {
    let record = Record(
      id: "e\"1", occurredAt: "2025-09-26", actor: .transport,
      data: Act.trigger("T", effective: "2025-09-01", entries: ["C-1", "C-2"]), causation: "x/y")
    let event = Event(record: record, position: 10, version: 0, recordedAt: "2025-09-27")
    return String(decoding: event.canonicalBytes, as: UTF8.self)
  }()

  @Test(arguments: [
    (#"{"actor""#, #"{ "actor""#), (#"{"actor""#, #"{,"actor""#), (#""data":{"#, #""data": {"#),
    (#""data":{"#, #""data":{,"#), (#"["C-1""#, #"[ "C-1""#), (#"["C-1""#, #"[,"C-1""#),
    (#""C-1","#, #""C-1" ,"#), (#""C-1","#, #""C-1",,"#), (#""C-2"]"#, #""C-2",]"#),
    (#""version":0}"#, #""version":0,}"#), (#""version":0}"#, #""version":0}}"#),
    (#""version":0}"#, "\"version\":0}\n"), (#""version":0}"#, #""version":0 }"#),
    (#""version":0"#, #""version":-0"#), (#""version":0"#, #""version":00"#),
    (#""version":0"#, #""version":0.0"#), (#""version":0"#, #""version":0e0"#),
    (#""version":0"#, #""version":-1"#), (#""version":0"#, #""version":"0""#),
    (#""version":0"#, #""version":9007199254740992"#),
    (#""version":0"#, #""version":00000000000000001"#),
    (#""version":0"#, #""version":100000000000000000"#),
    (#""version":0"#, #""version":null"#), (#""schema":1"#, #""schema":2"#),
    (#""schema":1"#, #""schema":0"#), (#"e\"1"#, #"e\u00221"#), (#"x/y"#, #"x\/y"#),
    ("数据", #"\u6570据"#), ("数据", "数\t据"), ("C-1", #"\u0043-1"#),
    (#""actor""#, #""\u0061ctor""#), (#""version":0}"#, #""version":0,"zzz":1}"#),
    (#""version":0}"#, #""version":0,"version":0}"#), (#""actor""#, #""aaa":1,"actor""#),
    (#""schema":1,"#, ""), (#""schema":1,"#, #""schema":1,"schema":1,"#),
    (#""schema":1,"stream""#, #""schema":1,"sourceRecordedAt":null,"stream""#),
    (#""causation":"x/y""#, #""causation":null"#), (#""causation":"x/y""#, #""causation":"""#),
    (#""id":"e\"1","#, ""), (#""trigger":"T""#, #""trigger":"T/1""#),
    (#"T12:00:00.000+08:00","position""#, #"T04:00:00.000Z","position""#),
    (#"T12:00:00.000+08:00","position""#, #"T04:00:00.000+00:00","position""#),
    (#"T12:00:00.000+08:00","position""#, #"t12:00:00.000+08:00","position""#),
    (#"T12:00:00.000+08:00","position""#, #"T12:00:00+08:00","position""#),
    (#"T12:00:00.000+08:00","position""#, #"T12:00:00.0000+08:00","position""#),
    (#"T12:00:00.000+08:00","position""#, #"T12:00:00.00+08:00","position""#),
    (#"T12:00:00.000+08:00","position""#, #"T24:00:00.000+08:00","position""#),
    (#"2025-09-27T12"#, #"2025-02-29T12"#), (#""2025-09-01""#, #""2025-9-01""#),
    (#"update-trigger/T"#, #"update-trigger/U"#), (#"update-trigger/T"#, #"update-trigger\/T"#),
    (#"catalog.update-triggered"#, #"catalog.trigger-reviewed"#),
    (#"catalog.update-triggered"#, #"catalog.update-Triggered"#),
    (#""C-1","C-2""#, #""C-1","C-1""#), ("lawAmended", "lawamended"), ("lawAmended", "other"),
    (#""entries":["C-1","C-2"]"#, #""entries":{}"#), (#""entries":["C-1","C-2"]"#, #""entries":"#),
  ])
  func refuses(_ found: String, _ written: String) throws {
    try #require(Self.leaf.contains(found), "the case must fit the leaf \(Self.leaf)")
    let damaged = Self.leaf.replacing(found, with: written)
    let error = try refusal("\(damaged)") { try Event(leaf: Array(damaged.utf8)) }
    #expect(error.code == .malformed)
  }

  @Test func acceptsWhatItAlters() throws {
    _ = try Event(leaf: Array(Self.leaf.utf8))
  }

  /// A leaf's length is 16 bits in a bundle: a longer one cannot have been recorded.
  @Test(arguments: [(0, true), (1, false)])
  func largestLeaf(_ excess: Int, _ isAccepted: Bool) throws {
    let data = { (count: Int) in
      EventData.incidentRemedied(
        IncidentRemedied(incident: "I", measures: String(repeating: "x", count: count)))
    }
    let event = { (count: Int) in
      Event(
        record: Record(
          id: "e", occurredAt: "2025-01-01", actor: .transport, data: data(count)),
        position: 1, version: 1, recordedAt: "2025-01-01")
    }
    let filling = Event.largestSize - event(1).canonicalBytes.count + 1
    let leaf = event(filling + excess).canonicalBytes
    #expect(leaf.count == Event.largestSize + excess)
    #expect(((try? Event(leaf: leaf)) != nil) == isAccepted)
  }

  /// Two neighbouring members swapped, anywhere in the object, of every type.
  @Test(arguments: EventType.allCases)
  func swappedKeys(type: EventType) throws {
    var random = RandomEvents(seed: 21)
    let value = try JSONValue(parsing: random.event(type).canonicalBytes)
    for variant in value.withMembersSwapped where !variant.isSorted {
      #expect(throws: LedgerError(.malformed, ""), "seed 21: \(variant.shown)") {
        try Event(leaf: variant.canonicalBytes)
      }
    }
  }

  /// A member left out: refused, or it was one that may be absent.
  @Test(arguments: EventType.allCases)
  func missingKeys(type: EventType) throws {
    var random = RandomEvents(seed: 22)
    let value = try JSONValue(parsing: random.event(type).canonicalBytes)
    for variant in value.withMembersRemoved {
      let bytes = variant.canonicalBytes
      if let event = try? Event(leaf: bytes) {
        #expect(event.canonicalBytes == bytes, "seed 22: \(variant.shown)")
      }
    }
  }

  /// A key that the contract does not know, in its canonical place, in every object.
  @Test(arguments: EventType.allCases, ["!", "d", "m", "zzz", "K", "é", "\u{10000}"])
  func extraKeys(type: EventType, key: String) throws {
    var random = RandomEvents(seed: 23)
    let value = try JSONValue(parsing: random.event(type).canonicalBytes)
    for variant in value.withMemberAdded(.init(key: key, value: .integer(1))) {
      let error = try refusal("seed 23: \(variant.shown)") {
        try Event(leaf: variant.canonicalBytes)
      }
      #expect(error.code == .malformed)
      #expect(error.path?.hasSuffix(key) == true, "\(error)")
    }
  }
}
