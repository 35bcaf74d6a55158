/// What jobs share: the plan, the scratch folder, and ledgers that one has made and others need.
final class Bench {
  private struct Key: Hashable {
    let events: Int
    let projecting: Subject.Projecting
  }

  let plan: Plan
  let scratch: ScratchFolder
  let progress = Progress()
  private let wanted: Set<String>
  private var ledgers: [Key: String] = [:]

  /// - Parameter wanted: the rows to measure; empty for all.
  init(_ plan: Plan, _ scratch: ScratchFolder, wanted: Set<String>) {
    self.plan = plan
    self.scratch = scratch
    self.wanted = wanted
  }

  /// Whether a row is to be measured.
  func wants(_ row: String) -> Bool { wanted.isEmpty || wanted.contains(row) }

  /// Keeps a finished ledger for the jobs that follow.
  func keep(_ path: String, events: Int, projecting: Subject.Projecting) {
    ledgers[Key(events: events, projecting: projecting)] = path
  }

  /// The log whose projections were off: of `plan.events` events.
  func sealedLedger() async throws -> String {
    try await ledger(events: plan.events, projecting: .later)
  }

  /// The ledger with projections: of `plan.projectedEvents` events.
  func projectedLedger() async throws -> String {
    try await ledger(events: plan.projectedEvents, projecting: .inline)
  }

  private func ledger(events: Int, projecting: Subject.Projecting) async throws -> String {
    if let path = ledgers[Key(events: events, projecting: projecting)] { return path }
    let path = scratch.file("\(projecting)-\(events).ledger")
    let subject = try Subject.create(at: path, projecting: projecting)
    var blocks = try RecordBlocks(events: events, blockSize: Plan.batchSize)
    var count = 0
    while let block = blocks.next() {
      for batch in block {
        try await subject.record(batch)
        count += batch.count
      }
      progress.show("preparing a ledger: \(count) of \(events) events")
    }
    try check(try await subject.size == events, "the ledger has not the events it should have")
    try subject.close()
    keep(path, events: events, projecting: projecting)
    return path
  }
}
