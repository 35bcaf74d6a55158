import Benchmark

/// The parts of the hot path, each by itself.
///
/// `swift package --package-path Benchmarks benchmark`, or run the target with `--help`.
let benchmarks: @Sendable () -> Void = {
  // Allocation counts need an interposer that this package does without (`traits: []`).
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal, .throughput, .instructions], scalingFactor: .kilo,
    maxDuration: .seconds(2))
  eventBenchmarks()
  treeBenchmarks()
  bundleBenchmarks()
  calendarBenchmarks()
}
