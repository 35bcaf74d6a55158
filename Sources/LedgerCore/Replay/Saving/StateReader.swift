import MerkleLog

/// Reads the state of a replay that ``StateWriter`` wrote, and checks its digest at the end.
struct StateReader: ~Copyable {
  /// No block that was written is longer: 64 KiB and one item.
  private static let longestBlock = 1 << 20

  private let source: (Int) throws(LedgerError) -> [UInt8]
  private var blocks = TreeEdge<SHA256Hasher>()
  private var open = CompactReader([])

  /// - Parameter source: gives the next bytes, as many as are asked for; fewer only at the end.
  init(from source: @escaping (Int) throws(LedgerError) -> [UInt8]) { self.source = source }

  /// The next item.
  mutating func item<Item>(
    _ read: (inout CompactReader) -> Item?
  ) throws(LedgerError) -> Item {
    if open.isAtEnd { open = CompactReader(try block()) }
    guard let item = read(&open) else { throw Self.damaged("an item cannot be read") }
    return item
  }

  /// The items of a list.
  mutating func list<Item>(
    _ read: (inout CompactReader) -> Item?
  ) throws(LedgerError) -> [Item] {
    let count = try item { $0.number(below: .max) }
    var items: [Item] = []
    for _ in 0..<count { items.append(try item(read)) }
    return items
  }

  /// A block as it is.
  mutating func block() throws(LedgerError) -> [UInt8] {
    guard open.isAtEnd else { throw Self.damaged("a block is longer than its items") }
    let count = try length()
    guard count > 0 else { throw Self.damaged("it ends too early") }
    let bytes = try source(count)
    guard bytes.count == count else { throw Self.damaged("it ends too early") }
    _ = blocks.append(bytes.withUnsafeBytes(SHA256Hasher.leaf))
    return bytes
  }

  /// Reads the end and checks the digest.
  mutating func end() throws(LedgerError) {
    guard open.isAtEnd, try length() == 0 else { throw Self.damaged("it goes on too long") }
    guard try source(TreeHash.byteCount) == blocks.root().bytes, try source(1).isEmpty else {
      throw Self.damaged("its digest is not that of its content")
    }
  }

  private func length() throws(LedgerError) -> Int {
    let bytes = try source(4)
    guard bytes.count == 4 else { throw Self.damaged("it ends too early") }
    let length = bytes.reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.longestBlock else { throw Self.damaged("a block is too long") }
    return length
  }

  static func damaged(_ what: String) -> LedgerError {
    LedgerError(.damaged, "not the state of a replay, or not all of it: \(what)")
  }
}
