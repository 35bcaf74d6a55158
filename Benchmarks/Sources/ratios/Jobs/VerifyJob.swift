/// Re-deriving everything that is stored, beside an audit of the same log on as many cores.
struct VerifyJob: Job {
  let rows = ["verify"]

  func run(on bench: Bench) async throws -> [Figure] {
    let ledger = try Subject.open(try await bench.projectedLedger())
    let events = bench.plan.projectedEvents
    bench.progress.show("verify: \(events) events")
    var verified = 0
    var (verifying, auditing) = (Series(), Series())
    for _ in 1...3 {
      try verifying.add(
        events, in: try await Stopwatch.seconds { verified = try await ledger.verify() })
      try check(verified == events, "\(verified) of \(events) events were verified")
      var size = 0
      try auditing.add(
        events, in: try await Stopwatch.seconds { size = try await ledger.audit(cores: 2).size })
      try check(size == events, "\(size) of \(events) events were audited")
    }
    try ledger.close()
    return [
      Figure(
        name: "verify", what: "everything stored, derived again from the events; the audit",
        ours: try verifying.median(), rival: try auditing.median(), unit: "events/s",
        goal: .atLeast(0.4))
    ]
  }
}
