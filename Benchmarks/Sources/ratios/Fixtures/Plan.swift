/// How much a run measures.
struct Plan {
  /// Events of the sealed log: bulk, replay, memory and bytes.
  let events: Int
  /// Events that are prepared in memory at a time, of which only the recording is timed.
  let blockSize: Int
  /// Events of the ledger with projections: rebuild, upcoming and verify.
  let projectedEvents: Int
  /// How often a job and its rival take turns.
  let laps: Int
  /// Single commits of a lap.
  let commits: Int
  /// Commits of each of the concurrent callers of a lap.
  let commitsPerCaller: Int

  /// Records, or lines, of a bulk commit.
  static let batchSize = 1_000
  /// Callers that record at the same time.
  static let callers = 64
  /// Which generated history is recorded.
  static let seed: UInt64 = 329

  /// Under two minutes.
  static func quick(events: Int?) -> Plan {
    let events = events ?? 120_000
    return Plan(
      events: events, blockSize: 20_000, projectedEvents: min(events, 1_000_000), laps: 5,
      commits: 300, commitsPerCaller: 25)
  }

  /// Everything at the size of performance.md.
  static func full(events: Int?) -> Plan {
    let events = events ?? 10_000_000
    return Plan(
      events: events, blockSize: 200_000, projectedEvents: min(events, 1_000_000), laps: 5,
      commits: 1_000, commitsPerCaller: 100)
  }
}
