/// Importing JSON Lines, 1,000 a durable commit, into an empty ledger with projections.
struct ImportJob: Job {
  let rows = ["import-lines"]

  func run(on bench: Bench) async throws -> [Figure] {
    let count = min(bench.plan.events, bench.plan.blockSize)
    var lines: [UInt8] = []
    for record in try Subject.history(events: count, seed: Plan.seed) {
      lines += Subject.line(of: record)
      lines.append(0x0A)
    }
    let path = bench.scratch.file("import.ledger")
    let rivalPath = bench.scratch.file("import.sqlite")
    var (ours, theirs) = (Series(), Series())
    for lap in 1...3 {
      bench.progress.show("import: lap \(lap) of 3")
      defer {
        bench.scratch.remove(database: path)
        bench.scratch.remove(database: rivalPath)
      }
      let ledger = try Subject.create(at: path, projecting: .inline)
      var added = 0
      let seconds = try Stopwatch.seconds {
        added = try ledger.record(lines: lines, batchSize: Plan.batchSize)
      }
      try check(added == count, "\(added) of \(count) lines were recorded")
      let leaves = try await ledger.leaves(from: 0, count: count)
      try ledger.close()
      try ours.add(count, in: seconds)
      let rival = try TableRival(at: rivalPath)
      try theirs.add(
        count, in: try Stopwatch.seconds { try rival.record(leaves, batchSize: Plan.batchSize) })
    }
    return [
      Figure(
        name: "import-lines",
        what: "JSON Lines, 1,000 a commit, projections on; the usual events table",
        ours: try ours.median(), rival: try theirs.median(), unit: "events/s",
        goal: .atLeast(0.6))
    ]
  }
}
