import Foundation
import GRDB
import LedgerCore
import MerkleLog

/// The trees over the findings of attested audits, in tiles: with them a finding is proven by a few
/// look-ups instead of a replay. They follow from the log, and are believed only as far as the attested
/// root says so.
struct AttestedTrees {
  static let schema = """
    -- The trees over the findings of the newest attestation of each rule book, in tiles of 256 hashes:
    -- kind 0 over obligations, 1 over violations. Tiles of level 0 have the ids of their findings, with
    -- line feeds between, and the first of them by itself.
    CREATE TABLE attested_tiles (
      attestation INTEGER NOT NULL, book TEXT NOT NULL, kind INTEGER NOT NULL, level INTEGER NOT NULL,
      number INTEGER NOT NULL, hashes BLOB NOT NULL, first_id TEXT, ids TEXT,
      PRIMARY KEY (attestation, kind, level, number)) WITHOUT ROWID;
    CREATE INDEX attested_tiles_by_id ON attested_tiles (attestation, kind, first_id)
      WHERE level = 0;
    """
  static let tables = ["attested_tiles"]

  /// What a tree is over.
  enum Kind: Int, CaseIterable {
    case obligations, violations
  }

  let db: Database

  // MARK: Keeping

  /// Keeps the trees of an attestation in the place of an earlier one under the same rule book.
  func keep(
    _ obligations: FindingTree, _ violations: FindingTree, of attestation: Int64, book: String
  ) throws {
    try db.execute(
      sql: "DELETE FROM attested_tiles WHERE book = ? OR attestation = ?",
      arguments: [book, attestation])
    try keep(obligations, .obligations, attestation, book)
    try keep(violations, .violations, attestation, book)
  }

  private func keep(
    _ tree: FindingTree, _ kind: Kind, _ attestation: Int64, _ book: String
  ) throws {
    let insert = try db.cachedStatement(
      sql: "INSERT INTO attested_tiles VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    var hashes = tree.leaves
    var level = 0
    while !hashes.isEmpty {
      var above: [TreeHash] = []
      for start in stride(from: 0, to: hashes.count, by: Tile.width) {
        let own = Array(hashes[start..<min(start + Tile.width, hashes.count)])
        let ids = level == 0 ? tree.ids[start..<start + own.count].map(\.text) : nil
        try insert.execute(
          arguments: [
            attestation, book, kind.rawValue, level, start / Tile.width,
            Data(own.flatMap(\.bytes)), ids?.first, ids?.joined(separator: "\n"),
          ])
        if own.count == Tile.width { above.append(MerkleTree<SHA256Hasher>.root(of: own)) }
      }
      hashes = above
      level += 1
    }
  }

  /// Forgets all trees: the next proof replays.
  func removeAll() throws { try db.execute(sql: "DELETE FROM attested_tiles") }

  // MARK: Proving

  /// Where a finding stands.
  enum Place {
    /// In a tree, with its path.
    case at(InclusionProof)
    /// In neither, as far as the trees can be believed.
    case none
    /// No trees of the attestation are kept.
    case unknown
  }

  /// Where a finding stands in the trees of an attestation.
  func place(of finding: Identifier, _ attestation: Int64, _ data: AuditAttested) throws -> Place {
    guard try isKept(attestation) else {
      return data.obligations + data.violations == 0 ? .none : .unknown
    }
    for kind in Kind.allCases {
      guard let index = try index(of: finding, kind, attestation) else { continue }
      var tree = try tree(kind, attestation, data)
      guard index < tree.size else { return .unknown }
      return .at(try tree.inclusionProof(of: index))
    }
    return .none
  }

  /// The attestations whose trees are kept.
  func kept() throws -> Set<Int64> {
    try Set(Int64.fetchAll(db, sql: "SELECT DISTINCT attestation FROM attested_tiles"))
  }

  private func isKept(_ attestation: Int64) throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM attested_tiles WHERE attestation = ?)"),
      arguments: [attestation]) ?? false
  }

  private func index(of finding: Identifier, _ kind: Kind, _ attestation: Int64) throws -> Int64? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT number, ids FROM attested_tiles
          WHERE attestation = ? AND kind = ? AND level = 0 AND first_id <= ?
          ORDER BY first_id DESC LIMIT 1
          """), arguments: [attestation, kind.rawValue, finding.text])
    guard let row, let number = Int64.fromDatabaseValue(row["number"]),
      let ids = String.fromDatabaseValue(row["ids"]), (0...Int64(Int32.max)).contains(number)
    else { return nil }
    let all = ids.split(separator: "\n", omittingEmptySubsequences: false)
    return all.firstIndex { $0.utf8.elementsEqual(finding.text.utf8) }
      .map { number * Int64(Tile.width) + Int64($0) }
  }

  private func tree(
    _ kind: Kind, _ attestation: Int64, _ data: AuditAttested
  ) throws -> TiledTree<KeptTiles, SHA256Hasher> {
    try TiledTree(
      size: kind == .obligations ? data.obligations : data.violations,
      source: KeptTiles(db: db, attestation: attestation, kind: kind))
  }

  // MARK: Verifying

  /// Whether the trees of an attestation, if they are kept, have the roots that it says.
  func agree(_ attestation: Int64, _ data: AuditAttested) -> Bool {
    do {
      guard try isKept(attestation) else { return true }
      for kind in Kind.allCases {
        let (count, root) =
          kind == .obligations
          ? (data.obligations, data.obligationsRoot) : (data.violations, data.violationsRoot)
        let tiles = try Row.fetchAll(
          db.cachedStatement(
            sql: """
              SELECT hashes, first_id, ids FROM attested_tiles
              WHERE attestation = ? AND kind = ? AND level = 0 ORDER BY number
              """), arguments: [attestation, kind.rawValue])
        var tree = TreeEdge<SHA256Hasher>()
        var last = ""
        for tile in tiles {
          guard let bytes = Data.fromDatabaseValue(tile["hashes"]),
            let ids = String.fromDatabaseValue(tile["ids"])?.split(
              separator: "\n", omittingEmptySubsequences: false),
            let hashes = KeptTiles.hashes(in: bytes), hashes.count == ids.count,
            String.fromDatabaseValue(tile["first_id"]) == ids.first.map(String.init)
          else { return false }
          for (hash, id) in zip(hashes, ids) {
            guard last.utf8.lexicographicallyPrecedes(id.utf8) else { return false }
            last = String(id)
            _ = tree.append(hash)
          }
        }
        var tiled = try self.tree(kind, attestation, data)
        guard tree.size == count, tree.root() == root, try tiled.root() == root else {
          return false
        }
      }
      return true
    } catch {
      return false
    }
  }
}

/// The tiles of one tree.
private struct KeptTiles: TileSource {
  let db: Database
  let attestation: Int64
  let kind: AttestedTrees.Kind

  func hashes(of tile: TileReference) throws -> [TreeHash]? {
    let bytes = try Data.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT hashes FROM attested_tiles
          WHERE attestation = ? AND kind = ? AND level = ? AND number = ?
          """), arguments: [attestation, kind.rawValue, tile.level, tile.number])
    return bytes.flatMap(Self.hashes)
  }

  static func hashes(in bytes: Data) -> [TreeHash]? {
    let bytes = [UInt8](bytes)
    guard bytes.count.isMultiple(of: 32) else { return nil }
    return stride(from: 0, to: bytes.count, by: 32).compactMap {
      TreeHash(bytes[$0..<$0 + 32])
    }
  }
}

extension SQLiteTransaction {
  /// Keeps the trees over the findings of an attestation beside the log.
  package func keep(
    _ obligations: FindingTree, _ violations: FindingTree, of attestation: Int64,
    under books: RuleBookNames
  ) throws {
    try AttestedTrees(db: db).keep(
      obligations, violations, of: attestation, book: "\(books.attestations)")
  }
}

extension ProvenLog {
  /// Where a finding stands in the trees of an attestation, as far as they are kept and have the
  /// attested roots.
  ///
  /// - Returns: the proof, or `nil` where the audit does not know the finding; nothing where only a
  ///   replay can tell.
  package func proof(
    of finding: Identifier, attestedAt position: Int64, _ data: AuditAttested
  ) throws -> InclusionProof?? {
    do {
      switch try AttestedTrees(db: log.log.db).place(of: finding, position, data) {
      case .at(let proof): return .some(proof)
      case .none: return .some(nil)
      case .unknown: return nil
      }
    } catch is MerkleLogError {
      return nil
    }
  }
}
