/// Sealing bundles and opening them, in memory, on one core.
struct SealJob: Job {
  let rows = ["seal", "open"]

  private static let bundles = 100

  func run(on bench: Bench) async throws -> [Figure] {
    let ledger = try Subject.open(try await bench.sealedLedger())
    let count = min(Self.bundles, bench.plan.events / Subject.bundleWidth)
    try check(count > 0, "fewer events than a bundle has")
    let chunk = try await ledger.leaves(from: 0, count: count * Subject.bundleWidth)
    try ledger.close()
    let leaves = chunk.rows.map { Array(chunk.bytes[$0.leaf]) }
    let bundles = (0..<count).map { number in
      Array(leaves[number * Subject.bundleWidth..<(number + 1) * Subject.bundleWidth])
    }
    var (sealing, opening) = (Series(), Series())
    for _ in 1...bench.plan.laps {
      var sealed: [[UInt8]] = []
      try sealing.add(
        leaves.count, in: try Stopwatch.seconds { sealed = try bundles.map(Subject.seal) })
      var bytes = 0
      try opening.add(
        leaves.count,
        in: try Stopwatch.seconds { bytes = try sealed.reduce(0) { try $0 + Subject.open($1) } })
      try check(bytes == chunk.leafBytes, "a bundle does not open to what was sealed")
    }
    return [
      Figure(
        name: "seal", what: "encoding and compressing bundles of 256 events",
        ours: try sealing.median(), rival: nil, unit: "events/s", goal: nil),
      Figure(
        name: "open", what: "decompressing bundles and finding their events",
        ours: try opening.median(), rival: nil, unit: "events/s", goal: nil),
    ]
  }
}
