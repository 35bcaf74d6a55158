import MerkleLog

/// Writes the state of a replay in blocks, each preceded by its length, with the tree hash over all
/// of them at the end.
struct StateWriter: ~Copyable {
  private static let blockSize = 1 << 16

  private var open = CompactWriter()
  private var blocks = TreeEdge<SHA256Hasher>()
  private let sink: ([UInt8]) throws -> Void

  init(to sink: @escaping ([UInt8]) throws -> Void) { self.sink = sink }

  /// Writes an item, which will stand in one block.
  mutating func item(_ write: (inout CompactWriter) -> Void) throws {
    write(&open)
    if open.bytes.count >= Self.blockSize { try flush() }
  }

  /// Writes how many items follow, and the items.
  mutating func list<Items: Collection>(
    _ items: Items, _ write: (inout CompactWriter, Items.Element) -> Void
  ) throws {
    try item { $0.number(Int64(items.count)) }
    for element in items { try item { write(&$0, element) } }
  }

  /// Writes a block that was put away as it is.
  mutating func block(_ bytes: [UInt8]) throws {
    try flush()
    try put(bytes)
  }

  /// Writes what is not written yet, an empty block and the digest.
  mutating func end() throws {
    try flush()
    try sink(Self.length(0) + blocks.root().bytes)
  }

  private mutating func flush() throws {
    guard !open.bytes.isEmpty else { return }
    try put(open.bytes)
    open = CompactWriter()
  }

  private mutating func put(_ block: [UInt8]) throws {
    _ = blocks.append(block.withUnsafeBytes(SHA256Hasher.leaf))
    try sink(Self.length(block.count) + block)
  }

  private static func length(_ count: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt32(truncatingIfNeeded: count).bigEndian, Array.init)
  }
}
