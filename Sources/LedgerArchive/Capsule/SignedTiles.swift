import MerkleLog

/// The tiles of a tree under a root, checked from the top down: each before whatever it has the
/// hashes of.
///
/// Keeps the partial tiles and the full tiles above the current bundle: at most two a level.
struct SignedTiles {
  private let size: Int64

  /// The hashes of the partial tile of each level, if there is one.
  private var partial = [[TreeHash]](repeating: [], count: CapsuleOrder.levels.count)

  /// The full tile of each level that was taken last.
  private var full = [Tile?](repeating: nil, count: CapsuleOrder.levels.count)

  /// Begins with the partial tiles, which must have the root.
  ///
  /// - Parameter hashes: gives the hashes of a partial tile, as many as it is wide.
  /// - Throws: ``CapsuleError`` with the code `root`, and what `hashes` throws.
  init(
    order: CapsuleOrder, root: TreeHash, hashes: (TileReference) throws -> [TreeHash]
  ) throws {
    size = order.size
    for tile in order.partialTiles { partial[tile.level] = try hashes(tile) }
    let found = Self.root(of: partial)
    guard found == root else {
      throw CapsuleError(
        .root, order.partialTiles.first?.path ?? Capsule.checkpointName,
        "the partial tiles have the root \(found.base64), the checkpoint says \(root.base64)")
    }
  }

  /// Takes a full tile, whose root must be a hash of the tile above it.
  ///
  /// - Throws: ``CapsuleError`` with the code `tile`.
  mutating func take(_ hashes: [TreeHash], of tile: TileReference) throws(CapsuleError) {
    guard let expected = hash(tile.number, atLevel: tile.level + 1), hashes.count == Tile.width,
      Self.root(over: hashes) == expected,
      let taken = Tile(level: tile.level, number: tile.number, hashes: hashes)
    else {
      throw CapsuleError(.tile, tile.path, "its root is not the hash that stands above it")
    }
    full[tile.level] = taken
  }

  /// The leaf hashes of a bundle whose tile was taken; none for another bundle.
  func leaves(of bundle: BundleReference) -> [TreeHash] { tile(bundle.number, atLevel: 0) }

  /// The root over the first `size` leaves, or `nil` unless the last of them is in the bundle whose
  /// tile was taken last.
  func root(ofFirst size: Int64) -> TreeHash? {
    var levels: [[TreeHash]] = []
    for level in CapsuleOrder.levels {
      let count = CapsuleOrder.place(size, atLevel: level)
      let hashes =
        count == 0 ? [] : tile(CapsuleOrder.tile(size, atLevel: level), atLevel: level)
      guard hashes.count >= count else { return nil }
      levels.append(Array(hashes.prefix(count)))
    }
    return Self.root(of: levels)
  }

  /// The hash at this place of a level.
  private func hash(_ place: Int64, atLevel level: Int) -> TreeHash? {
    let hashes = tile(place >> 8, atLevel: level)
    let index = Int(place & 0xff)
    return index < hashes.count ? hashes[index] : nil
  }

  /// The hashes of a tile that is at hand.
  private func tile(_ number: Int64, atLevel level: Int) -> [TreeHash] {
    guard CapsuleOrder.levels.contains(level) else { return [] }
    if number == CapsuleOrder.tile(size, atLevel: level) { return partial[level] }
    guard let tile = full[level], tile.number == number else { return [] }
    return tile.hashes
  }

  /// The root over the partial tiles of all levels: what is below a level counts as its last hash,
  /// because the tree splits at powers of two (RFC 6962 section 2.1).
  private static func root(of levels: [[TreeHash]]) -> TreeHash {
    var root: TreeHash?
    for hashes in levels {
      let nodes = hashes + (root.map { [$0] } ?? [])
      if !nodes.isEmpty { root = MerkleTree<SHA256Hasher>.root(of: nodes) }
    }
    return root ?? SHA256Hasher.emptyRoot
  }

  /// The root over the 256 hashes of a full tile.
  private static func root(over hashes: [TreeHash]) -> TreeHash {
    var level = hashes
    while level.count > 1 { level = SHA256Hasher.nodes(over: level) }
    return level.first ?? SHA256Hasher.emptyRoot
  }
}
