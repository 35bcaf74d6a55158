@testable import LedgerCore
import Testing
import WorkingDays

/// Stored bytes and events are one to one.
@Suite struct StoredEventTests {
  @Test(arguments: EventType.allCases)
  func writtenAndRead(type: EventType) throws {
    var random = RandomEvents(seed: 5)
    for round in 0..<150 {
      let event = random.event(type)
      let leaf = event.canonicalBytes
      let read = try Event(leaf: leaf)
      try #require(read == event, "seed 5, round \(round)")
      try #require(read.canonicalBytes == leaf, "seed 5, round \(round)")
      try #require(read.type == type)
    }
  }

  /// Keys in canonical order, escapes and numbers as RFC 8785 has them: a general reader agrees.
  @Test(arguments: EventType.allCases)
  func leavesAreCanonical(type: EventType) throws {
    var random = RandomEvents(seed: 6)
    for round in 0..<50 {
      let event = random.event(type)
      let (leaf, record) = (event.canonicalBytes, event.record.canonicalBytes)
      try #require(try JSONValue(parsing: leaf).canonicalBytes == leaf, "seed 6, round \(round)")
      try #require(
        try JSONValue(parsing: record).canonicalBytes == record, "seed 6, round \(round)")
    }
  }

  @Test func goldenLeaf() throws {
    let record = Record(
      id: "sr-1-asked", occurredAt: "2025-09-26T07:20:00Z", actor: .requester,
      data: Act.request("SR-1", entry: "C-7", received: "2025-09-26 15:20"),
      causation: "law-1", sourceRecordedAt: "2025-09-27 08:00")
    let event = Event(record: record, position: 12, version: 0, recordedAt: "2025-10-01 09:30")
    let expected =
      #"{"actor":"\#(BodyCode.requester)","causation":"law-1","data":{"entry":"C-7","#
      + #""legalBasis":"《行政许可法》","purpose":"核验","receivedAt":"2025-09-26T15:20:00.000+08:00","#
      + #""request":"SR-1","requester":"\#(BodyCode.requester)"},"id":"sr-1-asked","#
      + #""occurredAt":"2025-09-26T15:20:00.000+08:00","position":12,"#
      + #""recordedAt":"2025-10-01T09:30:00.000+08:00","schema":1,"#
      + #""sourceRecordedAt":"2025-09-27T08:00:00.000+08:00","stream":"share-request/SR-1","#
      + #""type":"share.requested","version":0}"#
    #expect(String(decoding: event.canonicalBytes, as: UTF8.self) == expected)
    #expect(event.knownAt == "2025-09-27 08:00")
  }

  /// An event is read from its own range only, wherever it stands in a larger buffer.
  @Test func readsARange() throws {
    var random = RandomEvents(seed: 7)
    for type in EventType.allCases {
      let event = random.event(type)
      let leaf = event.canonicalBytes
      let buffer = Array("{\"".utf8) + leaf + Array(",{}".utf8)
      #expect(try Event(leaf: buffer, in: 2..<(2 + leaf.count)) == event)
      for range in [2..<(1 + leaf.count), 2..<(3 + leaf.count), 1..<(2 + leaf.count)] {
        #expect(throws: LedgerError(.malformed, "")) { try Event(leaf: buffer, in: range) }
      }
    }
  }

  @Test func emptyLeaf() {
    #expect(throws: LedgerError(.malformed, "")) { try Event(leaf: []) }
  }
}
