import LedgerCore
import MerkleLog
import Testing

/// A table's digest: the Merkle root over canonical rows.
@Suite struct RowDigestTests {
  private func root(_ columns: [String], _ rows: [[ColumnValue]]) -> TreeHash {
    var digest = RowDigest(columns: columns)
    for row in rows { digest.add(row) }
    return digest.root
  }

  @Test func leavesAreCanonicalJSON() {
    let rows: [[ColumnValue]] = [
      [.text("["), .integer(-7), .null], [.text("a\"\n山"), .integer(0), .text("")], [],
    ]
    var tree = TreeEdge<SHA256Hasher>()
    for leaf in [#"["k","n","v"]"#, #"["[",-7,null]"#, #"["a\"\n山",0,""]"#, "[]"] {
      _ = tree.append(SHA256Hasher.leaf(Array(leaf.utf8)))
    }
    #expect(root(["k", "n", "v"], rows) == tree.root())
  }

  /// Whatever differs in a table differs in its digest.
  @Test func tellsTablesApart() {
    let tables: [([String], [[ColumnValue]])] = [
      (["a"], []), (["b"], []), ([], []), (["a"], [[.null]]), (["a"], [[.text("")]]),
      (["a"], [[.text("null")]]), (["a"], [[.text("1")]]), (["a"], [[.integer(1)]]),
      (["a"], [[.text("\u{E9}")]]), (["a"], [[.text("e\u{301}")]]),
      (["a"], [[.integer(1)], [.integer(2)]]), (["a"], [[.integer(2)], [.integer(1)]]),
      (["a", "b"], [[.integer(1), .integer(2)]]), (["a,b"], [[.integer(1), .integer(2)]]),
    ]
    #expect(Set(tables.map { root($0, $1) }).count == tables.count)
  }
}
