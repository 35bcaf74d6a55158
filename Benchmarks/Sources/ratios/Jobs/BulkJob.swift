/// Bulk recording, 1,000 events a durable commit, with the projections off and on, beside the usual
/// events table.
///
/// The three take turns, block by block, on growing files; only the recording is timed. The rival
/// gets the very bytes that the ledger stored.
struct BulkJob: Job {
  let rows = ["bulk", "bulk-projected"]

  func run(on bench: Bench) async throws -> [Figure] {
    let plan = bench.plan
    let isProjected = bench.wants("bulk-projected")
    let later = bench.scratch.file("later.ledger")
    let inline = bench.scratch.file("inline.ledger")
    let rivalPath = bench.scratch.file("bulk.sqlite")
    defer { bench.scratch.remove(database: rivalPath) }
    let ledger = try Subject.create(at: later, projecting: .later)
    let projected = isProjected ? try Subject.create(at: inline, projecting: .inline) : nil
    let rival = try TableRival(at: rivalPath)

    var (ours, theirs, withProjections) = (Series(), Series(), Series())
    var blocks = try RecordBlocks(events: plan.events, blockSize: plan.blockSize)
    var count = 0
    while let block = blocks.next() {
      bench.progress.show("bulk: \(count) of \(plan.events) events")
      let size = block.reduce(0) { $0 + $1.count }
      try ours.add(size, in: try await seconds(block, ledger))
      let leaves = try await ledger.leaves(from: count, count: size)
      try theirs.add(
        size, in: try Stopwatch.seconds { try rival.record(leaves, batchSize: Plan.batchSize) })
      if let projected { try withProjections.add(size, in: try await seconds(block, projected)) }
      count += size
    }
    try check(count == plan.events, "the history has \(count) records")
    try check(try rival.count() == count, "the rival lacks events")
    try await finish(ledger, later, .later, bench)
    if let projected { try await finish(projected, inline, .inline, bench) }

    let bulk = Figure(
      name: "bulk",
      what: "1,000 events a commit, projections off; SQLite's C API, usual events table",
      ours: try ours.median(), rival: try theirs.median(), unit: "events/s", goal: .atLeast(2))
    guard isProjected else { return [bulk] }
    return [
      bulk,
      Figure(
        name: "bulk-projected", what: "the same, projections on; the same rival",
        ours: try withProjections.median(), rival: bulk.rival, unit: "events/s",
        goal: .atLeast(0.7)),
    ]
  }

  private func seconds(_ block: [[LedgerRecord]], _ ledger: Subject) async throws -> Double {
    try await Stopwatch.seconds { for batch in block { try await ledger.record(batch) } }
  }

  /// Keeps the ledger for the jobs that follow.
  private func finish(
    _ ledger: Subject, _ path: String, _ projecting: Subject.Projecting, _ bench: Bench
  ) async throws {
    let size = try await ledger.size
    try check(size == bench.plan.events, "the ledger has \(size) events")
    try ledger.close()
    bench.keep(path, events: size, projecting: projecting)
  }
}
