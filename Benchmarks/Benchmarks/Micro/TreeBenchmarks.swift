import Benchmark
import MerkleLog

/// Hashing leaves and appending them to the tree.
func treeBenchmarks() {
  Benchmark("leaf hash") { benchmark in
    let leaves = try Samples(4_096).leaves
    benchmark.startMeasurement()
    for index in benchmark.scaledIterations {
      blackHole(SHA256Hasher.leaf(leaves[index % leaves.count]))
    }
  }

  Benchmark("tree append") { benchmark in
    let hashes = try Samples(4_096).leaves.map { SHA256Hasher.leaf($0) }
    var tree = TreeEdge<SHA256Hasher>()
    benchmark.startMeasurement()
    for index in benchmark.scaledIterations {
      blackHole(tree.append(hashes[index % hashes.count]))
    }
  }
}
