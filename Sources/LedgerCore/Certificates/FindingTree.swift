import MerkleLog

/// The Merkle tree over the findings of an audit, those on obligations or the violations (RFC 6962):
/// each leaf is the finding's canonical JSON as it stands in the report, ordered by the bytes of the ids.
///
/// Its root, attested in the log, lets a certificate show one finding, also that something did not
/// happen, without the others.
public struct FindingTree: Sendable {
  private let ids: [Identifier]
  private let leaves: [TreeHash]

  /// The tree over findings in any order. Keeps an id and a hash of each.
  public init(_ findings: some Sequence<Finding>) {
    var entries = findings.map { (id: $0.id, leaf: SHA256Hasher.leaf($0.canonicalBytes)) }
    entries.sort { $0.id.text.utf8.lexicographicallyPrecedes($1.id.text.utf8) }
    ids = entries.map(\.id)
    leaves = entries.map(\.leaf)
  }

  /// The tree over the states of obligations.
  public init(_ obligations: some Sequence<ObligationFinding>) {
    self.init(obligations.lazy.map(Finding.obligation))
  }

  /// The tree over violations.
  public init(_ violations: some Sequence<Violation>) {
    self.init(violations.lazy.map(Finding.violation))
  }

  /// How many findings there are.
  public var count: Int { ids.count }

  /// The root over them.
  public var root: TreeHash { MerkleTree<SHA256Hasher>.root(of: leaves) }

  /// The proof that a finding is a leaf; `nil` when there is none of the id.
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
