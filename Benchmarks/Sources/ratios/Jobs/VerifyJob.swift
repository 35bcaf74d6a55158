/// Re-deriving everything that is stored.
struct VerifyJob: Job {
  let rows = ["verify"]

  func run(on bench: Bench) async throws -> [Figure] {
    let ledger = try Subject.open(try await bench.projectedLedger())
    let events = bench.plan.projectedEvents
    bench.progress.show("verify: \(events) events")
    var verified = 0
    let seconds = try await Stopwatch.seconds { verified = try await ledger.verify() }
    try check(verified == events, "\(verified) of \(events) events were verified")
    try ledger.close()
    var series = Series()
    try series.add(events, in: seconds)
    return [
      Figure(
        name: "verify", what: "everything stored, derived again from the events",
        ours: try series.median(), rival: nil, unit: "events/s", goal: nil)
    ]
  }
}
