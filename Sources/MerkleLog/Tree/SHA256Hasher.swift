import CSHA256Lanes
import Crypto

/// The tree hashing of RFC 6962 section 2.1 and of C2SP tlog-tiles: SHA-256 with the prefix 0x00
/// for leaves and 0x01 for nodes.
///
/// Where the processor has a SHA unit, hashes go through it, many of them two at a time
/// (`CSHA256Lanes`); elsewhere they are swift-crypto's. Both give the same bytes.
public enum SHA256Hasher: TreeHasher {
  private static let leafPrefix: UInt8 = 0x00
  private static let nodePrefix: UInt8 = 0x01

  /// Whether many hashes at once have a faster way here than one after the other.
  static let hasLanes = sha256_lanes_supported()

  /// SHA-256 of nothing: `e3b0c442…7852b855`.
  public static let emptyRoot = finish(SHA256())

  /// SHA-256(0x00 ‖ bytes).
  public static func leaf(_ bytes: UnsafeRawBufferPointer) -> TreeHash {
    hash(bytes, prefix: leafPrefix)
  }

  /// SHA-256(0x01 ‖ left ‖ right).
  public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    withUnsafeBytes(of: (left, right)) { hash($0, prefix: nodePrefix) }
  }

  /// The hashes of the leaves that stand in `ranges` of `bytes`, appended to `hashes`.
  public static func appendLeaves(
    in ranges: [Range<Int>], of bytes: UnsafeRawBufferPointer, to hashes: inout [TreeHash]
  ) {
    append(ranges.count, prefix: leafPrefix, to: &hashes) { index in
      UnsafeRawBufferPointer(rebasing: bytes[ranges[index]])
    }
  }

  /// The nodes over each two neighbours of an even number of hashes.
  public static func nodes(over hashes: [TreeHash]) -> [TreeHash] {
    var nodes: [TreeHash] = []
    nodes.reserveCapacity(hashes.count / 2)
    let size = 2 * TreeHash.byteCount
    hashes.withUnsafeBytes { bytes in
      append(hashes.count / 2, prefix: nodePrefix, to: &nodes) { index in
        UnsafeRawBufferPointer(rebasing: bytes[index * size..<(index + 1) * size])
      }
    }
    return nodes
  }

  private static func append(
    _ count: Int, prefix: UInt8, to hashes: inout [TreeHash],
    message: (Int) -> UnsafeRawBufferPointer
  ) {
    guard hasLanes, count > 1 else {
      for index in 0..<count { hashes.append(hash(message(index), prefix: prefix)) }
      return
    }
    withUnsafeTemporaryAllocation(of: sha256_message.self, capacity: count) { messages in
      for index in 0..<count {
        let bytes = message(index)
        messages.initializeElement(
          at: index,
          to: sha256_message(
            bytes: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: bytes.count))
      }
      let size = TreeHash.byteCount
      withUnsafeTemporaryAllocation(byteCount: count * size, alignment: 16) { digests in
        sha256_lanes(
          messages.baseAddress, count, prefix,
          digests.assumingMemoryBound(to: UInt8.self).baseAddress)
        hashes.append(
          contentsOf: (0..<count).lazy.map { index in
            TreeHash(
              exactly32: UnsafeRawBufferPointer(
                rebasing: digests[index * size..<(index + 1) * size]))
          })
      }
    }
  }

  private static func hash(_ bytes: UnsafeRawBufferPointer, prefix: UInt8) -> TreeHash {
    guard hasLanes else { return portableHash(bytes, prefix: prefix) }
    var message = sha256_message(
      bytes: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    return withUnsafeTemporaryAllocation(byteCount: TreeHash.byteCount, alignment: 16) { digest in
      sha256_lanes(&message, 1, prefix, digest.assumingMemoryBound(to: UInt8.self).baseAddress)
      return TreeHash(exactly32: UnsafeRawBufferPointer(digest))
    }
  }

  /// The hash by swift-crypto, on any processor.
  static func portableHash(_ bytes: UnsafeRawBufferPointer, prefix: UInt8) -> TreeHash {
    var hasher = SHA256()
    withUnsafeBytes(of: prefix) { hasher.update(bufferPointer: $0) }
    hasher.update(bufferPointer: bytes)
    return finish(hasher)
  }

  private static func finish(_ hasher: SHA256) -> TreeHash {
    hasher.finalize().withUnsafeBytes { TreeHash(exactly32: $0) }
  }
}
