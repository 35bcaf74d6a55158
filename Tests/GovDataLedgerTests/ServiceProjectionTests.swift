@testable import GovDataLedger
import class GRDB.DatabaseQueue
import LedgerSQLite
import LedgerWorkload
import Testing
import TestSupport

/// Projections of a service's own.
@Suite struct ServiceProjectionTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let clock = LedgerClock { Instant(rfc3339: "2026-07-01T12:00:00+08:00") ?? .max }
  private var path: String { folder.file("ledger") }

  /// What requesters ask for and are owed, as a platform's desk wants to see it.
  struct DeskTables: Projection {
    let name = "desk"
    var version = 1
    var timing = ProjectionTiming.inline
    /// A further column, as a later version has it.
    var hasPurpose = false
    var types: Set<EventType>? { [.shareRequested, .shareReplied, .shareWithdrawn] }

    var tables: [ProjectionTable] {
      [
        .ofEvents(
          "asked", [.text("requester"), .integer("requests")], key: ["requester"],
          indexes: [["requests", "requester"]]),
        .ofEvents(
          "open_requests",
          [.text("request"), .text("order")] + (hasPurpose ? [.text("purpose")] : []),
          key: ["request"]),
        .ofObligations(
          "unanswered", [.text("holder"), .text("due_on", isOptional: true)],
          indexes: [["holder"]]),
      ]
    }

    func addRows(of event: Event, to rows: inout ProjectedRows) throws {
      switch event.record.data {
      case .shareRequested(let data):
        try rows.add(["requests": 1], to: "asked", at: ["requester": .code(data.requester)])
        var row: [String: ColumnValue] = [
          "request": .text(data.request.text), "order": .text(data.entry.text),
        ]
        if hasPurpose { row["purpose"] = .text(data.purpose) }
        try rows.put(into: "open_requests", row)
      case .shareReplied(let data):
        try rows.delete(from: "open_requests", where: ["request": .text(data.request.text)])
      case .shareWithdrawn(let data):
        try rows.delete(from: "open_requests", where: ["request": .text(data.request.text)])
      default: throw LedgerError(.malformed, "not asked for: \(event.type)")
      }
    }

    func addRows(of obligation: ObligationRow, to rows: inout ProjectedRows) throws {
      guard obligation.subject == .shareRequest, obligation.dischargedAt == nil,
        obligation.closedAt == nil
      else { return }
      try rows.insert(
        into: "unanswered",
        [
          "holder": .code(obligation.department),
          "due_on": obligation.dueOn.map { .date($0) } ?? .null,
        ])
    }
  }

  private func open(_ projections: [any Projection], readOnly: Bool = false) throws -> Ledger {
    try Ledger(
      at: path, readOnly: readOnly, projections: projections, clock: Self.clock)
  }

  private func create(_ projections: [any Projection]) throws -> Ledger {
    try Ledger.create(
      at: path, recordingNotices: false, projections: projections, clock: Self.clock)
  }

  /// A generated history of a few bodies in which every other request goes unanswered.
  private func records(_ count: Int, seed: UInt64) throws -> [Record] {
    let workload = try Workload(
      WorkloadSettings(events: 2 * count, seed: seed, asImport: true, bodies: 12, entries: 20))
    var replies = 0
    let records = workload.lazy.filter { record in
      guard case .shareReplied = record.data else { return true }
      replies += 1
      return replies.isMultiple(of: 2)
    }
    return Array(records.prefix(count))
  }

  /// The rows that a plain reading of events and obligations gives.
  private func expected(_ ledger: Ledger) async throws -> [String] {
    var asked: [String: (Int, Int64)] = [:]
    var open: [String: String] = [:]
    for event in try await ledger.events(EventQuery(limit: 1_000_000)) {
      switch event.record.data {
      case .shareRequested(let data):
        let known = asked[data.requester.description] ?? (0, event.position)
        asked[data.requester.description] = (known.0 + 1, known.1)
        open[data.request.text] = "\(data.request) \(data.entry) \(event.position)"
      case .shareReplied(let data): open[data.request.text] = nil
      case .shareWithdrawn(let data): open[data.request.text] = nil
      default: break
      }
    }
    let unanswered = try await ledger.rows(
      ObligationRow.self,
      where: "subject = 'shareRequest' AND discharged_at IS NULL AND closed_at IS NULL")
    return asked.map { "\($0.key) \($0.value.0) \($0.value.1)" }.sorted()
      + open.values.sorted()
      + unanswered.map {
        "\($0.obligation) \($0.department) \($0.dueOn?.description ?? "") \($0.position)"
      }.sorted()
  }

  private func found(_ ledger: Ledger) async throws -> [String] {
    var rows: [String] = []
    for table in ["x_asked", "x_open_requests", "x_unanswered"] {
      rows += try await ledger.table(table).values.map { row in
        row.map { value in
          if case .integer(let integer) = value { "\(integer)" } else { value.text }
        }.joined(separator: " ")
      }.sorted()
    }
    return rows
  }

  // MARK: Rows

  @Test(arguments: [(1, 1), (2, 37), (3, 400)] as [(UInt64, Int)])
  func rowsFollowEachCommit(seed: UInt64, batch: Int) async throws {
    let ledger = try create([DeskTables()])
    let records = try records(500, seed: seed)
    for start in stride(from: 0, to: records.count, by: batch) {
      _ = try await ledger.record(
        Array(records[start..<min(start + batch, records.count)]), mode: .importing)
    }
    #expect(try await found(ledger) == expected(ledger), "seed \(seed)")
    #expect(try await found(ledger).count > 30)
    let report = try await ledger.verify()
    #expect(report.disagreements == [])
    #expect(report.projections.map(\.name) == ["desk"])
    #expect(report.projections.allSatisfy { $0.isCompared && $0.digest != nil })
    #expect(try ledger.rebuild().differing == [])
    #expect(try await found(ledger) == expected(ledger), "seed \(seed)")
  }

  /// However a history is recorded (in commits large and small, with and without the program, with
  /// refusals among them, under other law), and however often the ledger is opened: in the end the rows are those
  /// of a plain reading, and those that are built anew.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func howeverItIsRecorded(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    let records = try records(500, seed: seed)
    try create([]).close()
    var next = 0
    while next < records.count {
      let projections: [any Projection] =
        switch Int.random(in: 0..<3, using: &random) {
        case 0: []
        case 1: [DeskTables()]
        default: [DeskTables(timing: .later)]
        }
      let ledger = try open(projections)
      for _ in 0..<Int.random(in: 1...4, using: &random) where next < records.count {
        let end = min(next + Int.random(in: 1...70, using: &random), records.count)
        if Bool.random(using: &random) {
          // A refusal, whose part of a group commit is undone.
          let refused = Array(records[next..<end]) + [records[0], bad(records[0])]
          let task = Task { try await ledger.record(refused, mode: .importing) }
          _ = try await ledger.record(Array(records[next..<end]), mode: .importing)
          await #expect(throws: LedgerError(.contradictory, "")) { _ = try await task.value }
        } else {
          _ = try await ledger.record(Array(records[next..<end]), mode: .importing)
        }
        next = end
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        _ = try await ledger.issue(
          Array(ledger.law.notices.prefix(Int.random(in: 1...8, using: &random))))
      }
      if Int.random(in: 0..<6, using: &random) == 0 { _ = try ledger.rebuild() }
      if case .first? = projections.isEmpty ? nil : Choice.random(using: &random) {
        try await ledger.catchUp()
        #expect(try await found(ledger) == expected(ledger), "seed \(seed) at \(next)")
      }
      try ledger.close()
    }
    let ledger = try open([DeskTables()])
    try await ledger.catchUp()
    #expect(try await found(ledger) == expected(ledger), "seed \(seed)")
    let report = try await ledger.verify()
    #expect(report.disagreements == [])
    #expect(report.projections.map(\.isCompared) == [true])
    #expect(try ledger.rebuild().differing == [], "seed \(seed)")
  }

  private enum Choice: CaseIterable {
    case first, second

    static func random(using random: inout SplitMix64) -> Choice {
      Bool.random(using: &random) ? .first : .second
    }
  }

  /// The same id with other content.
  private func bad(_ record: Record) -> Record {
    Record(
      id: record.id, occurredAt: record.occurredAt.adding(milliseconds: -1) ?? record.occurredAt,
      actor: record.actor, data: record.data)
  }

  /// What another process records, and one that does not know the program, is caught up with without
  /// being asked for.
  @Test(.timeLimit(.minutes(20))) func followsOthers() async throws {
    let records = try records(300, seed: 4)
    let own = try create([DeskTables(timing: .later)])
    let other = try open([])
    _ = try await other.record(records, mode: .importing)
    while try await own.projections().first?.position != Int64(records.count) {
      try await Task.sleep(for: .milliseconds(20))
    }
    #expect(try await found(own) == expected(own))
  }

  @Test func typedRowsAreRead() async throws {
    struct Unanswered: ProjectionRow {
      static let databaseTableName = "x_unanswered"
      let obligation: Identifier
      let holder: BodyCode
      let dueOn: CivilDate?
    }
    let ledger = try create([DeskTables()])
    _ = try await ledger.record(records(400, seed: 2), mode: .importing)
    let rows = try await ledger.rows(Unanswered.self)
    #expect(!rows.isEmpty)
    #expect(throws: Never.self) { try ledger.close() }
    let reader = try open([], readOnly: true)
    #expect(try await reader.rows(Unanswered.self).count >= rows.count)
    await #expect(throws: LedgerError(.readOnly, "")) { try await reader.catchUp() }
    await #expect(throws: LedgerError(.notFound, "")) { _ = try await reader.table("x_nothing") }
  }

  // MARK: Versions

  /// The old version is read until the new one holds every event, and goes on if its program still
  /// records; then the new one is there at once, with other tables.
  @Test func aNewVersionIsBuiltBesideTheOld() async throws {
    let records = try records(400, seed: 5)
    let old = try create([DeskTables()])
    _ = try await old.record(Array(records[..<320]), mode: .importing)
    let new = try [DeskTables(version: 2, hasPurpose: true) as any Projection].kept()[0]
    #expect(try await !old.store.write { try $0.catchUp(new, limit: 120) }.isDone)
    let status = try #require(try await old.projections().first)
    #expect(status.version == 1 && status.next?.version == 2 && status.next?.position == 120)
    _ = try await old.record(Array(records[320..<360]), mode: .importing)
    #expect(try await found(old) == expected(old))
    #expect(try await old.table("x_open_requests").columns == ["request", "order", "position"])
    while try await !old.store.write({ try $0.catchUp(new, limit: 120) }).isDone {}
    #expect(
      try await old.table("x_open_requests").columns == ["request", "order", "purpose", "position"])
    // The old program leaves the new version alone, and says what it does not hold.
    _ = try await old.record(Array(records[360...]), mode: .importing)
    let after = try #require(try await old.projections().first)
    #expect(after.version == 2 && after.next == nil && after.position == 360)
    try old.close()
    try open([DeskTables()]).close()
    let ledger = try open([DeskTables(version: 2, hasPurpose: true)])
    try await ledger.catchUp()
    #expect(try await ledger.verify().projections.allSatisfy(\.isCompared))
    #expect(try ledger.rebuild().differing == [])
    #expect(
      try await ledger.read { db in
        try String.fetchAll(
          db, sql: "SELECT name FROM sqlite_master WHERE name LIKE 'next%' OR sql LIKE '%next_x%'")
      } == [])
  }

  @Test func otherTablesNeedAnotherVersion() async throws {
    try create([DeskTables()]).close()
    #expect(throws: LedgerError(.contradictory, "")) {
      _ = try open([DeskTables(hasPurpose: true)])
    }
    struct Other: Projection {
      let name = "other"
      let version = 1
      let tables: [ProjectionTable] = [.ofEvents("asked", [.text("a")], key: ["a"])]
    }
    #expect(throws: LedgerError(.contradictory, "")) { _ = try open([Other()]) }
    let ledger = try open([])
    try await ledger.removeProjection(named: "desk")
    await #expect(throws: LedgerError(.notFound, "")) {
      try await ledger.removeProjection(named: "desk")
    }
    #expect(try await ledger.projections() == [])
    try ledger.close()
    let other = try open([Other()])
    await #expect(throws: LedgerError(.contradictory, "")) {
      try await other.removeProjection(named: "other")
    }
  }

  // MARK: Faults

  /// A projection that does something impossible.
  struct Faulty: Projection {
    enum Fault: String, CaseIterable {
      case undeclaredTable, undeclaredColumn, missing, kind, twice, overflow, thrown, ofObligations
      case emptyKey
    }
    let name = "faulty"
    var version = 1
    var fault: Fault?
    let tables: [ProjectionTable] = [
      .ofEvents(
        "faulty_rows", [.text("a"), .integer("b"), .text("c", isOptional: true)], key: ["a"]),
      .ofObligations("faulty_duties", [.text("a")]),
    ]
    struct Own: Error {}

    func addRows(of event: Event, to rows: inout ProjectedRows) throws {
      guard event.position == 3, let fault else {
        return try rows.put(
          into: "faulty_rows", ["a": .text("\(event.position)"), "b": .integer(.max)])
      }
      switch fault {
      case .undeclaredTable: try rows.insert(into: "bodies", ["a": .text("x")])
      case .undeclaredColumn: try rows.insert(into: "faulty_rows", ["a": .text("x"), "d": .null])
      case .missing: try rows.insert(into: "faulty_rows", ["b": .integer(1)])
      case .kind: try rows.insert(into: "faulty_rows", ["a": .integer(1)])
      case .twice: try rows.insert(into: "faulty_rows", ["a": .text("1")])
      case .overflow: try rows.add(["b": 1], to: "faulty_rows", at: ["a": .text("1")])
      case .thrown: throw Own()
      case .ofObligations: try rows.insert(into: "faulty_duties", ["a": .text("x")])
      case .emptyKey: try rows.delete(from: "faulty_rows", where: [:])
      }
    }
  }

  /// Whatever it is, it costs no record: the projection is given up as it was before the commit, others
  /// go on, and a new version begins anew.
  @Test(arguments: Faulty.Fault.allCases) func aFaultCostsNoRecord(fault: Faulty.Fault) async throws
  {
    let records = try records(60, seed: 9)
    let ledger = try create([Faulty(fault: fault), DeskTables()])
    for record in records[..<6] { _ = try await ledger.record([record], mode: .importing) }
    _ = try await ledger.record(Array(records[6...]), mode: .importing)
    #expect(try await ledger.size == 60)
    let status = try #require(try await ledger.projections().first { $0.name == "faulty" })
    #expect(status.position == 3 && status.failure?.contains("position 3") == true)
    await #expect(throws: LedgerError(.behind, "")) { _ = try await ledger.table("x_faulty_rows") }
    #expect(try await found(ledger) == expected(ledger))
    try await ledger.catchUp()
    let report = try await ledger.verify()
    #expect(report.disagreements == [])
    #expect(report.projections.map(\.isCompared) == [true, false])
    try ledger.close()
    let mended = try open([Faulty(version: 2, fault: nil), DeskTables()])
    try await mended.catchUp()
    #expect(try await mended.table("x_faulty_rows").values.count == 60)
    #expect(try await mended.verify().projections.allSatisfy(\.isCompared))
  }

  @Test func alteredRowsAreFoundAndMended() async throws {
    let ledger = try create([DeskTables()])
    _ = try await ledger.record(records(400, seed: 3), mode: .importing)
    let before = try await found(ledger)
    try ledger.close()
    let database = try DatabaseQueue(path: path)
    try await database.write { db in
      try db.execute(sql: "UPDATE x_asked SET requests = requests + 1 WHERE position % 2 = 0")
      try db.execute(sql: "DELETE FROM x_unanswered WHERE holder > '1137'")
    }
    try database.close()
    let altered = try open([DeskTables()])
    let found = try await altered.verify().disagreements
    #expect(found.map(\.kind) == [.projection, .projection])
    #expect(found.map(\.place) == ["x_asked", "x_unanswered"])
    #expect(try altered.rebuild().differing == ["x_asked", "x_unanswered"])
    #expect(try await altered.verify().disagreements == [])
    #expect(try await self.found(altered) == before)
  }

  @Test func whatCannotBeKeptIsRefused() throws {
    struct Declared: Projection {
      var name = "declared"
      var version = 1
      var tables: [ProjectionTable] = [.ofEvents("t", [.text("a")], key: ["a"])]
    }
    let columns: [ProjectionTable.Column] = [.text("a"), .text("b", isOptional: true)]
    let refused: [any Projection] = [
      Declared(name: ""), Declared(name: "A"), Declared(name: "a; DROP TABLE bodies"),
      Declared(name: "1"), Declared(version: 0), Declared(tables: []),
      Declared(tables: [.ofEvents("t\"", columns, key: ["a"])]),
      Declared(tables: [.ofEvents("t", [.text("a b")], key: ["a b"])]),
      Declared(tables: [.ofEvents("t", columns, key: [])]),
      Declared(tables: [.ofEvents("t", columns, key: ["b"])]),
      Declared(tables: [.ofEvents("t", columns, key: ["c"])]),
      Declared(tables: [.ofEvents("t", columns, key: ["a", "a"])]),
      Declared(tables: [.ofEvents("t", columns + [.text("a")], key: ["a"])]),
      Declared(tables: [.ofEvents("t", columns + [.integer("position")], key: ["a"])]),
      Declared(tables: [.ofEvents("t", columns, key: ["a"], indexes: [["c"]])]),
      Declared(tables: [.ofEvents("t", columns, key: ["a"], indexes: [[]])]),
      Declared(tables: [.ofObligations("t", [.text("obligation")])]),
      Declared(tables: [.ofEvents("t", columns, key: ["a"]), .ofObligations("t", [])]),
    ]
    for projection in refused {
      #expect(throws: LedgerError(.malformed, ""), "\(projection)") { _ = try create([projection]) }
    }
    #expect(throws: LedgerError(.malformed, "")) {
      _ = try create([Declared(), Declared(version: 2)])
    }
    #expect(throws: LedgerError(.malformed, "")) {
      _ = try create([Declared(), Declared(name: "other")])
    }
    try create([Declared()]).close()
  }
}
