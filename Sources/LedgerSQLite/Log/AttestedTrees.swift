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
    for tile in Self.tiles(of: tree.leaves) {
      var ids: ArraySlice<Identifier>?
      if tile.level == 0 {
        let start = tile.number * Tile.width
        ids = tree.ids[start..<start + tile.hashes.count]
      }
      try insert.execute(
        arguments: [
          attestation, book, kind.rawValue, tile.level, tile.number,
          Data(tile.hashes.flatMap(\.bytes)), ids?.first?.text,
          ids?.map(\.text).joined(separator: "\n"),
        ])
    }
  }

  /// All tiles over leaves, also those that are not full, level by level.
  private static func tiles(
    of leaves: [TreeHash]
  ) -> [(level: Int, number: Int, hashes: [TreeHash])] {
    var tiles: [(level: Int, number: Int, hashes: [TreeHash])] = []
    var (level, hashes) = (0, leaves)
    while !hashes.isEmpty {
      var above: [TreeHash] = []
      for start in stride(from: 0, to: hashes.count, by: Tile.width) {
        let own = Array(hashes[start..<min(start + Tile.width, hashes.count)])
        tiles.append((level, start / Tile.width, own))
        if own.count == Tile.width { above.append(MerkleTree<SHA256Hasher>.root(of: own)) }
      }
      (level, hashes) = (level + 1, above)
    }
    return tiles
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

  /// Whether the trees of an attestation, if they are kept, have the roots that it says, in every tile.
  func agree(_ attestation: Int64, _ data: AuditAttested) -> Bool {
    do {
      guard try isKept(attestation) else { return true }
      let books = try String.fetchSet(
        db, sql: "SELECT DISTINCT book FROM attested_tiles WHERE attestation = ?",
        arguments: [attestation])
      return try books == ["\(data.ruleBook.attestations)"]
        && agrees(.obligations, attestation, data.obligations, data.obligationsRoot)
        && agrees(.violations, attestation, data.violations, data.violationsRoot)
    } catch {
      return false
    }
  }

  private func agrees(
    _ kind: Kind, _ attestation: Int64, _ count: Int64, _ root: TreeHash
  ) throws -> Bool {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          SELECT level, number, hashes, first_id, ids FROM attested_tiles
          WHERE attestation = ? AND kind = ? ORDER BY level, number
          """), arguments: [attestation, kind.rawValue])
    var stored: [(level: Int, number: Int, hashes: [TreeHash])] = []
    var leaves: [TreeHash] = []
    var last = ""
    for row in rows {
      guard let level = Int.fromDatabaseValue(row["level"]),
        let number = Int.fromDatabaseValue(row["number"]),
        let hashes = Data.fromDatabaseValue(row["hashes"]).flatMap(KeptTiles.hashes)
      else { return false }
      stored.append((level, number, hashes))
      let (first, text) = (row["first_id"] as DatabaseValue, row["ids"] as DatabaseValue)
      guard level == 0 else {
        guard first.isNull, text.isNull else { return false }
        continue
      }
      leaves += hashes
      guard
        let ids = String.fromDatabaseValue(text)?.split(
          separator: "\n", omittingEmptySubsequences: false),
        ids.count == hashes.count, String.fromDatabaseValue(first) == ids.first.map(String.init)
      else { return false }
      for id in ids {
        guard last.utf8.lexicographicallyPrecedes(id.utf8) else { return false }
        last = String(id)
      }
    }
    return Int64(leaves.count) == count && MerkleTree<SHA256Hasher>.root(of: leaves) == root
      && stored.elementsEqual(Self.tiles(of: leaves), by: ==)
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
