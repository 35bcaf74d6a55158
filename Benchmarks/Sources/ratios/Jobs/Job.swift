/// A measurement that gives one or more rows.
protocol Job {
  /// The rows' names.
  var rows: [String] { get }

  /// Measures.
  ///
  /// - Throws: whenever something was not done, or not done right; then there are no figures.
  func run(on bench: Bench) async throws -> [Figure]
}

/// All jobs, in the order of performance.md.
enum Jobs {
  static var all: [any Job] {
    [
      CommitJob(), BulkJob(), ReplayJob(), RebuildJob(), SizeJob(), MemoryJob(), UpcomingJob(),
      ImportJob(), VerifyJob(), SealJob(),
    ]
  }
}
