@testable import LedgerCore
import Testing
import TestSupport
import WorkingDays

/// Lines of input and records.
@Suite struct RecordReadingTests {
  @Test(arguments: EventType.allCases)
  func readsEveryType(type: EventType) throws {
    let line = Lines.line(type)
    let record = try Record(json: line.utf8)
    #expect(record.data.type == type)
    #expect(record.id == "r-1")
    #expect(record.occurredAt == "2025-09-26 15:20")
    #expect(record.actor.description == Lines.code)
    #expect(record.correlation == nil && record.causation == nil && record.sourceRecordedAt == nil)
    let asRead = try JSONValue(parsing: line.replacing("15:20:00+", with: "15:20:00.000+").utf8)
    #expect(record.canonicalBytes == asRead.canonicalBytes)
    #expect(try PreparedRecord(record).record == record)
  }

  @Test func readsOptionalKeys() throws {
    let line = try Lines.line(
      .projectStarted, #""id":"#,
      #""correlation":"c","causation":"p","sourceRecordedAt":"2025-09-27T00:00:00Z","id":"#)
    let record = try Record(json: line.utf8)
    #expect(record.correlation == "c")
    #expect(record.causation == "p")
    #expect(record.sourceRecordedAt == "2025-09-27 08:00")
  }

  @Test func namesEveryStream() throws {
    let streams = try EventType.allCases.map {
      try Record(json: Lines.line($0).utf8).data.stream.description
    }
    #expect(
      streams == [
        "department/11370000MB284651XL", "department/11370000MB284651XL", "catalog-entry/C-7",
        "catalog-entry/C-7", "catalog-entry/C-7", "update-trigger/T-1", "update-trigger/T-1",
        "update-trigger/T-1", "update-trigger/T-1", "update-trigger/T-1",
        "catalog/11370000MB284651XL", "master-catalog/MC-1", "data-item/DI-1", "collection/CO-1",
        "catalog-entry/C-7", "purchase/PU-1", "purchase/PU-1", "purchase/PU-1", "purchase/PU-1",
        "share-request/SR-1", "share-request/SR-1", "share-request/SR-1", "share-request/SR-1",
        "share-request/SR-1", "share-request/SR-1", "share-request/SR-1", "data-access/DA-1",
        "data-use/DU-1", "verification/V-1", "verification/V-1", "catalog-entry/C-7",
        "open-application/A-1", "open-application/A-1", "open-application/A-1",
        "open-application/A-1", "open-application/A-1", "open-application/A-1",
        "open-application/A-1", "open-application/A-1", "open-application/A-1", "paper-demand/PD-1",
        "department/11370000MB284651XL", "department/11370000MB284651XL",
        "department/11370000MB284651XL", "incident/I-1", "incident/I-1", "incident/I-1",
        "incident/I-1", "incident/I-1", "plan/PL-1", "plan/PL-2", "plan/PL-3", "project/P-1",
        "project/P-1", "project/P-1", "project/P-1", "cloud-node/CN-1", "cloud-node/CN-1",
        "cloud-node/CN-2", "cloud-node/CN-2", "cloud-system/CS-1", "cloud-system/CS-1",
        "cloud-system/CS-1", "infrastructure/IF-1", "platform/PF-1", "training/TR-1",
        "training/TR-1", "evaluation/EV-1", "referral/RF-1", "holiday-notice/国办发明电〔2026〕9号",
        "rule-book/order-329", "attestation/order-329", "share-request/SR-1", "share-request/SR-1",
        "incident/I-1", "open-application/A-1", "correction/sr-1-replied",
        "department/11370000MB284651XL", "department/11370000MB284651XL", "division/370684",
      ])
  }

  /// One moment in many spellings is one record, to the byte.
  @Test(arguments: [
    "2025-09-26T15:20:00+08:00", "2025-09-26T07:20:00Z", "2025-09-26t07:20:00z",
    "2025-09-26T15:20:00.0+08:00", "2025-09-26T15:20:00.000999999+08:00",
    "2025-09-26T00:20:00-07:00", "2025-09-27T07:19:00+23:59", "2025-09-25T07:21:00-23:59",
    "2025-09-26T07:20:00+00:00", "2025-09-26T07:20:00-00:00",
  ])
  func offsetsAreEquivalent(_ time: String) throws {
    let spelled = try Lines.line(.shareRequested, "2025-09-26T15:20:00+08:00", time)
    let plain = Lines.line(.shareRequested)
    #expect(
      try Record(json: spelled.utf8).canonicalBytes == Record(json: plain.utf8).canonicalBytes)
  }

  /// Any order of keys, spacing and escapes gives the same record.
  @Test(arguments: EventType.allCases)
  func anySpelling(type: EventType) throws {
    var random = RandomEvents(seed: 31)
    for round in 0..<40 {
      let record = random.record(type)
      let value = try JSONValue(parsing: record.canonicalBytes)
      let line = RandomJSON.spelling(of: value, using: &random.generator)
      let read = try Record(json: line.utf8)
      try #require(read.canonicalBytes == record.canonicalBytes, "seed 31, round \(round): \(line)")
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func hostileLines(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for type in EventType.allCases {
      let line = Array(Lines.line(type).utf8)
      for _ in 0..<20 {
        var bytes = line
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          let index = Int.random(in: 0..<bytes.count, using: &generator)
          bytes[index] = UInt8.random(in: 0...255, using: &generator)
        }
        do {
          let record = try Record(json: bytes)
          try #require(try Record(json: record.canonicalBytes) == record, "seed \(seed): \(bytes)")
        } catch let error as LedgerError {
          try #require(error.code == .malformed, "seed \(seed): \(bytes)")
        }
      }
    }
  }
}
