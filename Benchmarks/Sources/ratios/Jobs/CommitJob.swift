/// One event and one durable commit, from one caller and from 64 at the same time.
///
/// The events are share requests, which do not depend on one another, on entries that were
/// recorded before.
struct CommitJob: Job {
  let rows = ["single-commit", "group-commit-64"]

  func run(on bench: Bench) async throws -> [Figure] {
    let plan = bench.plan
    let perLap = plan.commits + Plan.callers * plan.commitsPerCaller
    let history = try Subject.requests(plan.laps * perLap, seed: Plan.seed)
    let ledger = try Subject.create(at: bench.scratch.file("commits.ledger"), projecting: .inline)
    let rivalPath = bench.scratch.file("commits.sqlite")
    let rival = try CommitRival(at: rivalPath)
    for start in stride(from: 0, to: history.before.count, by: Plan.batchSize) {
      let end = min(start + Plan.batchSize, history.before.count)
      try await ledger.record(Array(history.before[start..<end]))
    }

    var (ours, theirs, group) = (Series(), Series(), Series())
    var requests = history.requests[...]
    for lap in 1...plan.laps {
      bench.progress.show("commits: lap \(lap) of \(plan.laps)")
      let position = try await ledger.size
      let single = requests.prefix(plan.commits)
      try ours.add(
        single.count, in: try await Stopwatch.seconds { try await recordSingly(single, ledger) })
      let leaves = try await ledger.leaves(from: position, count: single.count)
      try theirs.add(single.count, in: try Stopwatch.seconds { try rival.record(leaves) })
      let many = requests.dropFirst(plan.commits).prefix(perLap - plan.commits)
      try group.add(
        many.count, in: try await Stopwatch.seconds { try await recordTogether(many, ledger) })
      requests = requests.dropFirst(perLap)
    }
    let recorded = history.before.count + history.requests.count
    try check(try await ledger.size == recorded, "not every event was recorded")
    try check(try rival.count() == plan.laps * plan.commits, "the rival lacks events")
    try ledger.close()

    let single = try ours.median()
    return [
      Figure(
        name: "single-commit", what: "one event, one durable commit; SQLite's C API, one row",
        ours: single, rival: try theirs.median(), unit: "commits/s", goal: .atLeast(0.8)),
      Figure(
        name: "group-commit-64", what: "64 callers, one event each; one caller",
        ours: try group.median(), rival: single, unit: "events/s", goal: .atLeast(12)),
    ]
  }

  private func recordSingly(_ records: ArraySlice<LedgerRecord>, _ ledger: Subject) async throws {
    for record in records { try await ledger.record(record) }
  }

  /// Each caller waits for its own commit before it records its next event.
  private func recordTogether(
    _ records: ArraySlice<LedgerRecord>, _ ledger: Subject
  ) async throws {
    let share = records.count / Plan.callers
    try await withThrowingTaskGroup(of: Void.self) { group in
      for caller in 0..<Plan.callers {
        let own = records.dropFirst(caller * share).prefix(share)
        group.addTask { for record in own { try await ledger.record(record) } }
      }
      try await group.waitForAll()
    }
  }
}
