import Testing
import TestSupport

@testable import GovDataLedger

@Suite struct ReadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What a query must answer, by the plainest means.
  private func expected(_ all: [Event], _ query: EventQuery) -> [Event] {
    var found = all.filter { event in
      (query.stream == nil || event.stream == query.stream)
        && (query.type == nil || event.type == query.type)
    }
    switch query.order {
    case .forward: found.removeAll { $0.position < query.from ?? 0 }
    case .backward:
      found.removeAll { $0.position > query.from ?? Int64.max }
      found.reverse()
    }
    return Array(found.prefix(max(0, query.limit)))
  }

  @Test func everyQueryAgreesWithAPlainFilter() async throws {
    let ledger = try await Ledger.generated(900, in: folder)
    let all = try await ledger.events(EventQuery(limit: 5000))
    #expect(all.count == 900)
    var random = SplitMix64(seed: 20_200_201)
    for _ in 0..<300 {
      var query = EventQuery(limit: [0, 1, 3, 50, 256, 2000][random.below(6)])
      if random.below(3) == 0 { query.stream = all[random.below(900)].stream }
      if random.below(2) == 0 { query.type = EventType.allCases[random.below(18)] }
      let places: [Int64?] = [nil, -5, 0, 255, 256, 899, 900, Int64.max, Int64.min]
      query.from = random.below(2) == 0 ? places[random.below(9)] : Int64(random.below(900))
      query.order = random.below(2) == 0 ? .forward : .backward
      #expect(try await ledger.events(query) == expected(all, query), "\(query)")
    }
  }

  /// A page of the store ends early where events are long; a query does not.
  @Test func longEventsAreAllRead() async throws {
    let ledger = try Ledger.create(at: folder.file("long"), recordingNotices: false)
    let summary = String(repeating: "x", count: 60_000)
    let department = "11370000MB284651XL"
    let lines = (0..<200).map { number in
      """
      {"id":"i-\(number)","type":"incident.detected","occurredAt":"2025-01-01T00:00:00+08:00",\
      "actor":"\(department)","data":{"incident":"I-\(number)","department":"\(department)",\
      "kind":"leak","summary":"\(summary)"}}

      """
    }
    _ = try await ledger.record(jsonLines: lines.joined())
    let all = try await ledger.events(EventQuery(limit: 4096))
    #expect(all.map(\.position) == Array(0..<200))
    let backward = try await ledger.events(EventQuery(order: .backward, limit: 4096))
    #expect(backward == all.reversed())
    var next: Int64 = 0
    while case let page = try await ledger.leaves(from: next, limit: 4096), !page.ranges.isEmpty {
      #expect(page.first == next && page.ranges.count < 200)
      next = page.next
    }
    #expect(next == 200)
  }

  @Test func aSubscriberCatchesUpThenGoesOnLive() async throws {
    let records = try history(900)
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    _ = try await ledger.record(Array(records[..<300]))
    let reader = Task {
      var positions: [Int64] = []
      for try await event in ledger.subscribe(from: 120) {
        positions.append(event.position)
        if positions.count == 780 { break }
      }
      return positions
    }
    for start in stride(from: 300, to: 900, by: 100) {
      _ = try await ledger.record(Array(records[start..<(start + 100)]))
    }
    #expect(try await reader.value == Array(120..<900))
  }

  @Test func aSubscriberSeesWhatAnotherProcessRecords() async throws {
    let path = folder.file("shared")
    let writer = try Ledger.create(at: path, recordingNotices: false)
    let reader = try Ledger(at: path, readOnly: true)
    let records = try history(40)
    let task = Task {
      var ids: [Identifier] = []
      for try await event in reader.subscribe() {
        ids.append(event.record.id)
        if ids.count == 40 { break }
      }
      return ids
    }
    for record in records { _ = try await writer.record(record) }
    #expect(try await task.value == records.map(\.id))
  }

  @Test func aCancelledSubscriberStops() async throws {
    let ledger = try await Ledger.generated(5, in: folder)
    let task = Task {
      var count = 0
      for try await _ in ledger.subscribe() { count += 1 }
      return count
    }
    try await Task.sleep(for: .milliseconds(50))
    task.cancel()
    #expect(try await task.value <= 5)
  }

  @Test func rowsAreTyped() async throws {
    let ledger = try await Ledger.generated(1500, in: folder)
    let entries = try await ledger.rows(CatalogEntryRow.self, where: "sharing = 'conditional'")
    #expect(!entries.isEmpty)
    #expect(entries.allSatisfy { $0.legalBasis != nil })
    // What was received before Order 329 took effect opens no obligation (art. 40).
    let requests = try await ledger.rows(
      ShareRequestRow.self, where: "received_at >= '2020-02-01'")
    let obligations = try await ledger.rows(
      ObligationRow.self, where: "rule = ?", arguments: [.text("sd329.23")])
    #expect(Set(obligations.compactMap(\.request)) == Set(requests.map(\.request)))
    #expect(try await !ledger.rows(IncidentRow.self).isEmpty)
    #expect(try await !ledger.rows(ProjectRow.self).isEmpty)
    #expect(try await !ledger.rows(BodyRow.self).isEmpty)
  }

  @Test func projectionsCannotBeWrittenThroughTheReader() async throws {
    let ledger = try await Ledger.generated(5, in: folder)
    await #expect(throws: LedgerError.self) {
      try await ledger.read { try $0.execute(sql: "DELETE FROM bodies") }
    }
  }
}
