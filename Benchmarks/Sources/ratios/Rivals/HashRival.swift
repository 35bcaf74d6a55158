import Crypto

/// swift-crypto's SHA-256 over leaves in memory, one by one.
enum HashRival {
  /// Hashes every leaf, and folds the digests into one byte so that none can be left out.
  static func hash(_ chunk: LeafChunk) -> UInt8 {
    var folded: UInt8 = 0
    chunk.bytes.withUnsafeBytes { bytes in
      for row in chunk.rows {
        var hasher = SHA256()
        hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[row.leaf]))
        hasher.finalize().withUnsafeBytes { folded ^= $0[0] }
      }
    }
    return folded
  }
}
