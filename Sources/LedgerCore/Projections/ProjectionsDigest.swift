import MerkleLog

/// The digest of projections: the Merkle root over one leaf a table, in the order of
/// ``Projector/tables``, or that in which a service declares its own: the table's name, a line end, and the root of its rows (``RowDigest``).
public struct ProjectionsDigest {
  private var tree = TreeEdge<SHA256Hasher>()

  /// Starts without a table.
  public init() {}

  /// Adds the next table.
  public mutating func add(_ table: String, _ rows: RowDigest) {
    _ = tree.append(SHA256Hasher.leaf(Array(table.utf8) + [0x0A] + rows.root.bytes))
  }

  /// The digest of the tables added.
  public var value: TreeHash { tree.root() }
}
