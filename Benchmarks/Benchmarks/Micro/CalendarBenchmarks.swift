import Benchmark
import GovDataLedger

/// Counting working days.
func calendarBenchmarks() {
  Benchmark("due date") { benchmark in
    let calendar = try BundledLaw.load().calendar(with: [])
    let rule = try CountingRule(workingDays: 10)
    let first = Instant(rfc3339: "2020-01-02T00:00:00+08:00")?.beijingDate ?? .min
    let days = (0..<2_300).compactMap { first.adding(days: $0) }
    benchmark.startMeasurement()
    for index in benchmark.scaledIterations {
      blackHole(try calendar.dueDate(from: days[index % days.count], counting: rule))
    }
  }
}
