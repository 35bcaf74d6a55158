/// The obligations due within 3 working days, beside one indexed lookup of the same rows in the
/// same file.
struct UpcomingJob: Job {
  let rows = ["upcoming"]

  private static let workingDays = 3
  private static let calls = 100

  func run(on bench: Bench) async throws -> [Figure] {
    let path = try await bench.projectedLedger()
    let ledger = try Subject.open(path)
    let rival = try LookupRival(in: path)
    let day = try await ledger.lastDay()
    let last = try Subject.end(of: Self.workingDays, after: day).description
    let due = try ledger.upcoming(within: Self.workingDays, from: day)
    try check(!due.isEmpty, "nothing is due from \(day) to \(last)")
    let looked = try rival.rows(from: day.description, through: last).texts(column: 0)
    try check(due.sorted() == looked.sorted(), "found \(due.count) rows, the rival \(looked.count)")

    var (ours, theirs) = (Series(), Series())
    for lap in 1...bench.plan.laps {
      bench.progress.show("upcoming: lap \(lap) of \(bench.plan.laps)")
      let seconds = try Stopwatch.seconds {
        for _ in 0..<Self.calls {
          let found = try ledger.upcoming(within: Self.workingDays, from: day)
          try check(found.count == due.count, "the answer changed")
        }
      }
      ours.add(seconds / Double(Self.calls) * 1e6)
      let rivalSeconds = try Stopwatch.seconds {
        for _ in 0..<Self.calls {
          let found = try rival.rows(from: day.description, through: last)
          try check(found.count == due.count, "the rival's answer changed")
        }
      }
      theirs.add(rivalSeconds / Double(Self.calls) * 1e6)
    }
    try ledger.close()
    return [
      Figure(
        name: "upcoming",
        what: "\(due.count) obligations due within 3 working days; one indexed lookup",
        ours: try ours.median(), rival: try theirs.median(), unit: "µs", goal: .atMost(2))
    ]
  }
}
