import MerkleLog

/// The digest of a table's rows: the Merkle root over them, in key order, each a leaf of canonical
/// JSON, after a leaf with the columns' names. Every engine gives the same for the same rows.
public struct RowDigest {
  private var tree = TreeEdge<SHA256Hasher>()
  private var writer = CanonicalWriter()

  /// Starts with the columns' names.
  public init(columns: [String]) { add(columns.map(ColumnValue.text)) }

  /// Adds the next row in key order.
  public mutating func add(_ row: some Sequence<ColumnValue>) {
    writer.removeAll()
    writer.openArray()
    for value in row {
      writer.element()
      switch value {
      case .null: writer.null()
      case .integer(let integer): writer.integer(integer)
      case .text(let text): writer.string(text)
      }
    }
    writer.closeArray()
    _ = tree.append(SHA256Hasher.leaf(writer.bytes))
  }

  /// The root over everything added.
  public var root: TreeHash { tree.root() }
}
