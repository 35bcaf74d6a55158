import Benchmark
import GovDataLedger

/// Writing and reading the canonical bytes of an event.
func eventBenchmarks() {
  Benchmark("canonical writing of an event") { benchmark in
    let events = try Samples(4_096).events
    benchmark.startMeasurement()
    for index in benchmark.scaledIterations {
      blackHole(events[index % events.count].canonicalBytes)
    }
  }

  Benchmark("strict reading of a leaf") { benchmark in
    let leaves = try Samples(4_096).leaves
    benchmark.startMeasurement()
    for index in benchmark.scaledIterations {
      blackHole(try Event(leaf: leaves[index % leaves.count]))
    }
  }
}
