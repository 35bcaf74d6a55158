@testable import LedgerCore
import LedgerWorkload
import Testing
import WorkingDays

@Suite("A generated history")
struct WorkloadTests {
  @Test("has exactly the records asked for, in order of time, from 2020-01-02 to 2026-06-30")
  func countAndOrder() throws {
    let first = try #require(Instant(rfc3339: "2020-01-02T00:00:00+08:00"))
    let last = try #require(Instant(rfc3339: "2026-06-30T23:59:59.999+08:00"))
    for history in HistoryCase.all {
      let records = try history.records()
      try #require(records.count == history.events, "\(history)")
      let times = records.map { $0.sourceRecordedAt ?? $0.occurredAt }
      #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }, "\(history)")
      #expect(times.allSatisfy { first...last ~= $0 }, "\(history)")
      #expect(records.allSatisfy { first...last ~= $0.occurredAt }, "\(history)")
      #expect(Set(records.map(\.id)).count == records.count, "\(history)")
    }
  }

  @Test("of a negative size is empty")
  func negativeSize() throws {
    #expect(try Workload.records(-5).isEmpty)
  }

  @Test("says when its source recorded it only if it is imported, and never before it happened")
  func sourceTimes() throws {
    #expect(try Workload.records(2000).allSatisfy { $0.sourceRecordedAt == nil })
    let imported = try Workload.records(2000, asImport: true)
    #expect(
      imported.allSatisfy { record in
        record.sourceRecordedAt.map { $0 >= record.occurredAt } ?? false
      })
  }

  @Test("is the same for the same seed, and another for another")
  func determinism() throws {
    for asImport in [false, true] {
      let one = fingerprint(try Workload.records(1200, seed: 5, asImport: asImport))
      let same = fingerprint(try Workload.records(1200, seed: 5, asImport: asImport))
      let other = fingerprint(try Workload.records(1200, seed: 6, asImport: asImport))
      #expect(one == same)
      #expect(one != other)
    }
  }

  /// A change of what is generated changes these numbers; a change of machine must not.
  @Test("has the same bytes on every machine")
  func knownFingerprints() throws {
    let live = fingerprint(try Workload.records(1000))
    #expect(live == 0xD6B8_413D_5758_DF36)
    let imported = fingerprint(try Workload.records(1000, asImport: true))
    #expect(imported == 0x69B9_CD94_A1A7_503E)
  }

  @Test("can be gone through twice")
  func copies() throws {
    let workload = try Workload(WorkloadSettings(events: 200, seed: 3))
    #expect(workload.underestimatedCount == 200)
    #expect(fingerprint(workload) == fingerprint(workload))
  }

  @Test("has every type of record from 2,000 on, and the main ones from 300 on")
  func types() throws {
    let main: Set<EventType> = [
      .departmentRegistered, .catalogEntryRegistered, .shareRequested, .shareReplied,
      .catalogUpdateTriggered,
      .incidentDetected, .incidentReported, .projectSubmitted, .projectReviewed, .rulesAdopted,
      .calendarNoticeIssued,
    ]
    for history in HistoryCase.all where history.events >= 300 {
      let types = Set(try history.records().map(\.data.type))
      #expect(types.isSuperset(of: main), "\(history)")
    }
    for seed in [1, 2, 3, 4] as [UInt64] {
      let types = Set(try Workload.records(2000, seed: seed).map(\.data.type))
      // An audit is attested by who made it, not by the bodies of a history; they make no mistakes, and go on.
      let others: [EventType] = [
        .auditAttested, .recordCorrected, .bodyRenamed, .bodySucceeded, .divisionChanged,
      ]
      #expect(
        types.union(Self.ofLaterLaw).union(others) == Set(EventType.allCases),
        "seed \(seed)")
      #expect(types.isDisjoint(with: Self.ofLaterLaw))
    }
  }

  /// The types that only later books than the history's speak of.
  private static let ofLaterLaw: Set<EventType> = [
    .catalogUpdateExtended, .catalogUpdateSubmitted, .catalogUpdatePublished, .shareExtended,
    .shareSupplementRequested, .shareSupplemented, .shareProvided, .openCorrectionRequested,
    .openCorrected, .openConsultationBegun, .openConsultationEnded, .openWithdrawn, .openLapsed,
    .incidentSummarised, .incidentRegraded,
  ]

  /// The contract's core (§3).
  private static let core: Set<EventType> = [
    .departmentRegistered, .catalogEntryRegistered, .catalogEntryRevised, .catalogEntryRetired,
    .catalogUpdateTriggered, .catalogTriggerReviewed, .catalogFiled, .shareRequested,
    .shareReplied, .shareWithdrawn, .incidentDetected, .incidentRemedied, .incidentReported,
    .projectSubmitted, .projectReviewed, .projectStarted, .calendarNoticeIssued, .rulesAdopted,
    .auditAttested,
  ]

  @Test("is mostly requests with their replies; the further acts are about a twentieth")
  func proportions() throws {
    for asImport in [false, true] {
      let records = try Workload.records(20_000, asImport: asImport)
      let further = records.count { !Self.core.contains($0.data.type) }
      #expect(40...65 ~= further * 1000 / records.count)
      let requests = records.count { [.shareRequested, .shareReplied].contains($0.data.type) }
      #expect(requests * 100 / records.count > 55)
    }
  }
}
