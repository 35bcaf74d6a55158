import Crypto

/// SHA-256 of bytes that come in pieces: what `sha256sum` says of a file.
public struct ByteDigest {
  private var hasher = SHA256()

  /// The digest of nothing yet.
  public init() {}

  /// Takes the next bytes.
  public mutating func update(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
  }

  /// Takes the next bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    hasher.update(bufferPointer: bytes)
  }

  /// The digest of all that was taken.
  public var value: TreeHash {
    hasher.finalize().withUnsafeBytes { TreeHash(exactly32: $0) }
  }
}
