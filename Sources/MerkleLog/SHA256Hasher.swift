import Crypto

/// The tree hashing of RFC 6962 section 2.1 and of C2SP tlog-tiles: SHA-256 with the prefix 0x00
/// for leaves and 0x01 for nodes.
public enum SHA256Hasher: TreeHasher {
  /// SHA-256 of nothing: `e3b0c442…7852b855`.
  public static let emptyRoot = finish(SHA256())

  /// SHA-256(0x00 ‖ bytes).
  public static func leaf(_ bytes: UnsafeRawBufferPointer) -> TreeHash {
    var hasher = SHA256()
    withUnsafeBytes(of: UInt8(0x00)) { hasher.update(bufferPointer: $0) }
    hasher.update(bufferPointer: bytes)
    return finish(hasher)
  }

  /// SHA-256(0x01 ‖ left ‖ right).
  public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
    var hasher = SHA256()
    withUnsafeBytes(of: UInt8(0x01)) { hasher.update(bufferPointer: $0) }
    withUnsafeBytes(of: (left, right)) { hasher.update(bufferPointer: $0) }
    return finish(hasher)
  }

  private static func finish(_ hasher: SHA256) -> TreeHash {
    hasher.finalize().withUnsafeBytes { TreeHash(exactly32: $0) }
  }
}
