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
    var series = Series()
    for lap in 1...3 {
      bench.progress.show("import: lap \(lap) of 3")
      defer { bench.scratch.remove(database: path) }
      let ledger = try Subject.create(at: path, projecting: .inline)
      var added = 0
      let seconds = try Stopwatch.seconds {
        added = try ledger.record(lines: lines, batchSize: Plan.batchSize)
      }
      try check(added == count, "\(added) of \(count) lines were recorded")
      try ledger.close()
      try series.add(count, in: seconds)
    }
    return [
      Figure(
        name: "import-lines", what: "JSON Lines, 1,000 a commit, projections on",
        ours: try series.median(), rival: nil, unit: "events/s", goal: nil)
    ]
  }
}
