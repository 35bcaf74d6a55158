import Benchmark
import LedgerArchive

/// Sealing and opening bundles; one iteration is a bundle of 256 events.
func bundleBenchmarks() {
  Benchmark("seal a bundle", configuration: .init(scalingFactor: .one)) { benchmark in
    let leaves = Array(try Samples(4_096).leaves.suffix(SealedBundle.width))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      blackHole(try SealedBundle.seal(try EntryBundle.encode(leaves)))
    }
  }

  Benchmark("open a bundle", configuration: .init(scalingFactor: .one)) { benchmark in
    let leaves = Array(try Samples(4_096).leaves.suffix(SealedBundle.width))
    let sealed = try SealedBundle.seal(try EntryBundle.encode(leaves))
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { blackHole(try SealedBundle.open(sealed)) }
  }
}
