import MerkleLog

/// The Merkle tree over the states of all obligations of an audit (RFC 6962): each leaf is the
/// obligation's canonical JSON as it stands in the report, ordered by the bytes of the ids.
///
/// Its root, attested in the log, lets a certificate show one obligation's verdict, also that
/// something did not happen, without the others.
public struct ObligationTree: Sendable {
  private var ids: [Identifier] = []
  private var leaves: [TreeHash] = []

  /// The tree over findings in any order. Keeps an id and a hash of each.
  public init(_ findings: some Sequence<ObligationFinding>) {
    var entries = findings.map { (id: $0.id, leaf: SHA256Hasher.leaf($0.canonicalBytes)) }
    entries.sort { $0.id.text.utf8.lexicographicallyPrecedes($1.id.text.utf8) }
    ids = entries.map(\.id)
    leaves = entries.map(\.leaf)
  }

  /// How many obligations there are.
  public var count: Int { ids.count }

  /// The root over them.
  public var root: TreeHash { MerkleTree<SHA256Hasher>.root(of: leaves) }

  /// The proof that an obligation's state is a leaf; `nil` when there is no such obligation.
  public func proof(of id: Identifier) -> InclusionProof? {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle].text.utf8.lexicographicallyPrecedes(id.text.utf8) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < ids.count, ids[low] == id else { return nil }
    return try? MerkleTree<SHA256Hasher>.inclusionProof(of: low, among: leaves)
  }
}

extension ObligationFinding {
  /// The finding as it stands in the report: canonical JSON.
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(self)
    return writer.bytes
  }
}
