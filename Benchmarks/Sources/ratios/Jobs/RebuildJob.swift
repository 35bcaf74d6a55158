/// Rebuilding all projections from the log, beside inserting their final rows.
struct RebuildJob: Job {
  let rows = ["rebuild"]

  func run(on bench: Bench) async throws -> [Figure] {
    let path = try await bench.projectedLedger()
    let ledger = try Subject.open(path)
    let events = bench.plan.projectedEvents
    try check(try ledger.rebuild() == events, "the rebuild did not fold every event")
    let rival = try RebuildRival(rowsOf: path)
    try check(rival.rowCount > 0, "the projections are empty")
    let copy = bench.scratch.file("rebuild.sqlite")
    var (ours, theirs) = (Series(), Series())
    for lap in 1...3 {
      bench.progress.show("rebuild: lap \(lap) of 3")
      let seconds = try Stopwatch.seconds {
        try check(try ledger.rebuild() == events, "the rebuild did not fold every event")
      }
      try ours.add(rival.rowCount, in: seconds)
      defer { bench.scratch.remove(database: copy) }
      try theirs.add(rival.rowCount, in: try Stopwatch.seconds { try rival.insert(into: copy) })
      try check(try rival.count(in: copy) == rival.rowCount, "the rival lacks rows")
    }
    try ledger.close()
    try check(
      try RebuildRival(rowsOf: path).rowCount == rival.rowCount, "the rebuilds changed the rows")
    return [
      Figure(
        name: "rebuild", what: "all projections from the log; SQLite's C API, the final rows",
        ours: try ours.median(), rival: try theirs.median(), unit: "rows/s", goal: .atLeast(0.6))
    ]
  }
}
