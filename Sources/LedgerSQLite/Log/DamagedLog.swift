import LedgerArchive
import LedgerCore
import MerkleLog

/// A log whose root is not the one that it must have. Says where it first disagrees with itself.
struct DamagedLog {
  private let log: LogReading

  init(_ log: LogReading) { self.log = log }

  /// The error to throw.
  ///
  /// - Parameter place: where the first disagreement is, when that is known.
  func error(
    expecting head: LogHead, found root: TreeHash, at place: String? = nil
  ) -> LedgerError {
    LedgerError(
      .damaged,
      "\(place ?? self.place(ofFirst: head.size)): the first \(head.size) events have the root \(root.base64), "
        + "expected \(head.root.base64): they, or what is stored of their tree, were altered; "
        + "nothing is concluded from them; see `govledger verify`, and go on with a copy that agrees"
    )
  }

  /// The first position, bundle or tile among the first events that is not what its neighbours say.
  private func place(ofFirst size: Int64) -> String {
    var tree = TreeEdge<SHA256Hasher>()
    do {
      while tree.size < size {
        let page = try log.page(from: tree.size, limit: SealedBundle.width)
        guard !page.ranges.isEmpty else { return "position \(tree.size) is missing" }
        for range in page.ranges where tree.size < size {
          for tile in tree.append(page.hash(of: range)) {
            if let found = difference(in: tile) { return found }
          }
        }
      }
    } catch {
      let bundle = tree.size / Int64(SealedBundle.width)
      return "position \(tree.size) (bundle \(bundle)): \(LedgerError(storing: error).message)"
    }
    // No tile of the tree covers these yet: any of them, or the root itself, may be what is wrong.
    let tail = size - size % Int64(SealedBundle.width)
    return tail < size
      ? "bundle \(tail / Int64(SealedBundle.width)) (positions \(tail) to \(size - 1), not sealed)"
      : "the root after position \(size - 1)"
  }

  /// Where the stored tile differs from this one, which follows from the events.
  func difference(in tile: Tile) -> String? {
    let name = "tile \(tile.level)/\(tile.number)"
    guard let stored = try? log.tile(level: tile.level, number: tile.number) else {
      return "\(name) is missing"
    }
    guard let place = zip(stored.hashes, tile.hashes).enumerated().first(where: { $1.0 != $1.1 })
    else { return nil }
    guard tile.level == 0 else { return name }
    let position = tile.number * Int64(Tile.width) + Int64(place.offset)
    return "position \(position) (bundle \(tile.number))"
  }
}
