import MerkleLog

/// Writes the archive member by member and keeps the digest over them.
struct CapsuleOutput {
  private let sink: ([UInt8]) throws -> Void
  private var tree = TreeEdge<SHA256Hasher>()

  init(_ sink: @escaping ([UInt8]) throws -> Void) {
    self.sink = sink
  }

  /// Writes a member.
  ///
  /// - Throws: ``CapsuleError`` with the code `size` when its name or size cannot be written; what
  ///   the sink throws.
  mutating func write(_ name: String, _ content: [UInt8], atMost limit: Int) throws {
    let bytes = try Self.member(name, content, atMost: limit)
    _ = tree.append(SHA256Hasher.leaf(bytes))
    try sink(bytes)
  }

  /// Writes the digest and the end mark.
  func finish() throws {
    let digest = Array((tree.root().base64 + "\n").utf8)
    let member = try Self.member(Capsule.digestName, digest, atMost: Capsule.digestByteCount)
    try sink(member + [UInt8](repeating: 0, count: 2 * UstarHeader.blockByteCount))
  }

  private static func member(
    _ name: String, _ content: [UInt8], atMost limit: Int
  ) throws(CapsuleError) -> [UInt8] {
    guard content.count <= limit, let header = UstarHeader(name: name, size: content.count) else {
      throw CapsuleError(
        .size, name, "a member has a short name and at most \(limit) bytes, not \(content.count)")
    }
    let padding = UstarHeader.paddingByteCount(afterSize: content.count)
    return header.block + content + [UInt8](repeating: 0, count: padding)
  }
}
