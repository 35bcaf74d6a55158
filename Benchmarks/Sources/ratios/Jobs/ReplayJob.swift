/// Verified replay of the whole log on one core and on two, beside hashing the same leaves.
///
/// "One core" is made true by the kernel: every thread of the process is held to the same core,
/// for ours and for the rival.
struct ReplayJob: Job {
  let rows = ["replay-one-core", "replay-two-cores"]

  func run(on bench: Bench) async throws -> [Figure] {
    try check(try Cores.allowed().count >= 2, "two cores are needed, this process may use one")
    let events = bench.plan.events
    let ledger = try Subject.open(try await bench.sealedLedger())
    let leaves = LeafSource(ledger, events: events)
    var (one, two, hashing) = (Series(), Series(), Series())
    var audits: [Subject.Audit] = []
    let laps = events > LeafSource.mostKept ? 3 : bench.plan.laps
    for lap in 1...laps {
      bench.progress.show("replay: lap \(lap) of \(laps)")
      try await Cores.holdingToOne {
        try one.add(
          events,
          in: try await Stopwatch.seconds { audits.append(try await ledger.audit(cores: 1)) })
        try hashing.add(events, in: try await secondsOfHashing(leaves))
      }
      try two.add(
        events,
        in: try await Stopwatch.seconds { audits.append(try await ledger.audit(cores: 2)) })
    }
    try ledger.close()
    try check(audits.allSatisfy { $0.size == events }, "an audit did not see every event")
    try check(audits.allSatisfy { $0 == audits.first }, "two audits differ")

    let onOne = try one.median()
    return [
      Figure(
        name: "replay-one-core", what: "verified audit on one core; SHA-256 of the same leaves",
        ours: onOne, rival: try hashing.median(), unit: "events/s", goal: .atLeast(0.5)),
      Figure(
        name: "replay-two-cores", what: "the same on two cores; one core",
        ours: try two.median(), rival: onOne, unit: "events/s", goal: .atLeast(1.8)),
    ]
  }

  /// Reading the leaves is not timed.
  private func secondsOfHashing(_ leaves: LeafSource) async throws -> Double {
    var (seconds, folded, count) = (0.0, UInt8(0), 0)
    try await leaves.forEachChunk { chunk in
      seconds += Stopwatch.seconds { folded ^= HashRival.hash(chunk) }
      count += chunk.rows.count
    }
    try check(leaves.remembers(folded: folded, count: count), "the rival's digests changed")
    return seconds
  }
}
