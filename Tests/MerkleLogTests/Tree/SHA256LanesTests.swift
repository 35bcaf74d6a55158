import Testing
import TestSupport

@testable import MerkleLog

@Suite("Many hashes at once")
struct SHA256LanesTests {
  /// Messages in random places of one buffer, with bytes around them that belong to none.
  private func buffer(
    _ counts: [Int], _ random: inout SplitMix64
  ) -> (bytes: [UInt8], ranges: [Range<Int>]) {
    var bytes: [UInt8] = [0x80]
    var ranges: [Range<Int>] = []
    for count in counts {
      ranges.append(bytes.count..<bytes.count + count)
      bytes += random.bytes(count: count) + [0x80]
    }
    return (bytes, ranges)
  }

  private func check(
    _ bytes: [UInt8], _ ranges: [Range<Int>], _ comment: @autoclosure () -> Comment,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let before = leaf(7)
    var hashes = [before]
    bytes.withUnsafeBytes { SHA256Hasher.appendLeaves(in: ranges, of: $0, to: &hashes) }
    let expected = bytes.withUnsafeBytes { bytes in
      [before]
        + ranges.map {
          SHA256Hasher.portableHash(UnsafeRawBufferPointer(rebasing: bytes[$0]), prefix: 0)
        }
    }
    #expect(hashes == expected, comment(), sourceLocation: sourceLocation)
    let single = ranges.map { SHA256Hasher.leaf(Array(bytes[$0])) }
    #expect(Array(hashes.dropFirst()) == single, comment(), sourceLocation: sourceLocation)
  }

  @Test("are those of one leaf after the other at every length up to 700")
  func everyLength() {
    var random = SplitMix64(seed: 21)
    let (bytes, ranges) = buffer(Array(0...700), &random)
    check(bytes, ranges, "ascending")
    check(bytes, ranges.reversed(), "descending")
    check(bytes, ranges.shuffled(using: &random), "shuffled")
    for range in ranges {
      check(bytes, [range], "\(range.count)")
      check(bytes, [range, range], "\(range.count) twice")
      check(bytes, [range, ranges[64]], "\(range.count) and 64")
      check(bytes, [ranges[0], range, ranges[300]], "\(range.count) between 0 and 300")
    }
  }

  @Test(
    "are those of one leaf after the other in random batches", arguments: 0..<12 as Range<UInt64>)
  func batches(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    // Long messages are few, for the sake of time; the last batch has the longest.
    let longest = [60, 130, 700, 3000, 20_000, 70_000][Int(seed % 6)]
    let most = [300, 300, 300, 200, 40, 12][Int(seed % 6)]
    for _ in 0..<4 {
      let counts = (0..<Int.random(in: 1...most, using: &random)).map { _ in
        Int.random(in: 0...longest, using: &random)
      }
      let (bytes, ranges) = buffer(counts, &random)
      check(bytes, ranges, "seed \(seed), \(counts)")
    }
    check([], [], "none")
    check([], [0..<0, 0..<0, 0..<0], "nothing three times")
  }

  @Test("has the vectors of RFC 6962")
  func vectors() {
    let leaves = MerkleTreeTests.vectorLeaves
    var bytes: [UInt8] = []
    let ranges = leaves.map { leaf in
      bytes += leaf
      return bytes.count - leaf.count..<bytes.count
    }
    var hashes: [TreeHash] = []
    bytes.withUnsafeBytes { SHA256Hasher.appendLeaves(in: ranges, of: $0, to: &hashes) }
    while hashes.count > 1 { hashes = SHA256Hasher.nodes(over: hashes) }
    #expect(hashes.map(\.hex) == [MerkleTreeTests.vectorRoots[7]])
  }

  @Test("are those of one node after the other")
  func nodes() {
    let hashes = leaves(600)
    for count in Array(0...40) + [254, 255, 256, 257, 600] {
      let nodes = SHA256Hasher.nodes(over: Array(hashes.prefix(count)))
      let expected = (0..<count / 2).map { index in
        (hashes[2 * index].bytes + hashes[2 * index + 1].bytes).withUnsafeBytes {
          SHA256Hasher.portableHash($0, prefix: 1)
        }
      }
      #expect(nodes == expected, "\(count)")
      for index in nodes.indices {
        #expect(nodes[index] == SHA256Hasher.node(hashes[2 * index], hashes[2 * index + 1]))
      }
    }
  }

  @Test("are taken one after the other by a suite that has no faster way")
  func otherSuites() {
    var random = SplitMix64(seed: 22)
    let (bytes, ranges) = buffer([0, 5, 64, 300], &random)
    var hashes: [TreeHash] = []
    bytes.withUnsafeBytes { PlainHasher.appendLeaves(in: ranges, of: $0, to: &hashes) }
    #expect(hashes == ranges.map { SHA256Hasher.leaf(Array(bytes[$0])) })
    #expect(PlainHasher.nodes(over: hashes) == SHA256Hasher.nodes(over: hashes))
  }
}

/// SHA-256 without a faster way.
private enum PlainHasher: TreeHasher {
  static let emptyRoot = SHA256Hasher.emptyRoot
  static func leaf(_ bytes: UnsafeRawBufferPointer) -> TreeHash { SHA256Hasher.leaf(bytes) }
  static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    SHA256Hasher.node(left, right)
  }
}
