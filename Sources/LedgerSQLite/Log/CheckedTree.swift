import GRDB
import LedgerCore
import MerkleLog

/// The tree of a log in one snapshot, which has the root of the stored head, and at the size of the
/// newest signed checkpoint the root of that.
struct CheckedTree: Sendable {
  let head: StoredHead
  /// What the newest checkpoint says.
  let checkpoint: Checkpoint?
  let edge: TreeEdge<SHA256Hasher>

  /// A log that has grown by no more than this since a tree of it was checked is read on from there.
  private static let longestGrowth: Int64 = 1024

  /// Makes the tree from the stored tiles and the tail, and compares it.
  ///
  /// - Parameter known: a tree of the same log that was checked before, to go on from.
  /// - Throws: `damaged`, naming the first bad position, bundle or tile.
  init(of log: LogReading, knowing known: CheckedTree? = nil) throws {
    head = try log.wholeHead()
    checkpoint = try LogCheckpoints(db: log.db).newest()?.claim
    edge = try Self.edge(of: log, head.log, knowing: known)
    guard edge.root() == head.log.root else {
      throw DamagedLog(log).error(expecting: head.log, found: edge.root())
    }
    guard let checkpoint, checkpoint != known?.checkpoint else { return }
    try log.check(edge, against: checkpoint)
  }

  /// The tree of a log that was written in the present transaction, after the head.
  init(knownToHave edge: TreeEdge<SHA256Hasher>) {
    let head = LogHead(size: edge.size, root: edge.root())
    self.head = StoredHead(log: head, law: StoredHead.ofEmptyLog.law)
    checkpoint = nil
    self.edge = edge
  }

  private static func edge(
    of log: LogReading, _ head: LogHead, knowing known: CheckedTree?
  ) throws -> TreeEdge<SHA256Hasher> {
    guard let known, (0...longestGrowth) ~= head.size - known.edge.size else {
      return try log.edge(ofSize: head.size)
    }
    var edge = known.edge
    for page in try log.pages(in: edge.size..<head.size) {
      for range in page.ranges { _ = edge.append(page.hash(of: range)) }
    }
    return edge
  }
}

extension LogReading {
  /// Compares the log's tree with a checkpoint.
  ///
  /// - Throws: `damaged` when the log has fewer events, or another root at the checkpoint's size.
  func check(_ tree: TreeEdge<SHA256Hasher>, against checkpoint: Checkpoint) throws {
    guard checkpoint.size <= tree.size else { throw signedEventsMissing(checkpoint, tree.size) }
    let root =
      checkpoint.size == tree.size ? tree.root() : try edge(ofSize: checkpoint.size).root()
    guard root == checkpoint.root else {
      throw DamagedLog(self).error(
        expecting: LogHead(size: checkpoint.size, root: checkpoint.root), found: root)
    }
  }

  /// A checkpoint covers more than the log has.
  func signedEventsMissing(_ checkpoint: Checkpoint, _ size: Int64) -> LedgerError {
    LedgerError(
      .damaged,
      "position \(size): signed events are missing: a checkpoint covers \(checkpoint.size) events, the "
        + "log has \(size); go on with the copy that was signed")
  }
}

/// The stored full tiles of a tree, each compared with the tile above it before it is believed, and so
/// with the root.
struct CheckedTiles: Sendable {
  private struct Place: Hashable {
    let level: Int
    let number: Int64
  }

  /// How many tiles are kept: 2 MiB of hashes.
  private static let keptTiles = 256

  private var known: [Place: Tile] = [:]
  /// The tile of the bundle that was compared last.
  private var last: Tile?

  /// Compares the hash of a leaf of the log with the tree that has this edge.
  ///
  /// - Throws: `damaged` when the tree has another hash at the position.
  mutating func check(
    _ hash: TreeHash, at position: Int64, of log: LogReading, under edge: TreeEdge<SHA256Hasher>
  ) throws {
    guard try self.hash(at: position, of: log, under: edge) == hash else {
      throw LedgerError.damaged(
        at: position,
        "its bytes do not have the hash that the log's tree has there; see `govledger verify`")
    }
  }

  private mutating func hash(
    at position: Int64, of log: LogReading, under edge: TreeEdge<SHA256Hasher>
  ) throws -> TreeHash? {
    let (number, place) = position.quotientAndRemainder(dividingBy: Int64(Tile.width))
    guard number < edge.size / Int64(Tile.width) else {
      return place < edge.tail.count ? edge.tail[Int(place)] : nil
    }
    if let last, last.number == number { return last.hashes[Int(place)] }
    let tile = try tile(level: 0, number: number, of: log, under: edge)
    last = tile
    return tile.hashes[Int(place)]
  }

  /// A full tile of the tree that has this edge.
  ///
  /// - Throws: `damaged` when what is stored is not that tile.
  mutating func tile(
    level: Int, number: Int64, of log: LogReading, under edge: TreeEdge<SHA256Hasher>
  ) throws -> Tile {
    let place = Place(level: level, number: number)
    if let tile = known[place] { return tile }
    let tile = try log.tile(level: level, number: number)
    let (parent, offset) = (number >> 8, Int(number & 0xff))
    let isUnderFullTile = parent < edge.size >> Int64(8 * (level + 2))
    let above =
      isUnderFullTile
      ? try self.tile(level: level + 1, number: parent, of: log, under: edge)
      : edge.unfinishedTile(level: level + 1)
    guard let hashes = above?.hashes, offset < hashes.count,
      tile.root(using: SHA256Hasher.self) == hashes[offset]
    else {
      throw LedgerError(
        .damaged,
        "tile \(level)/\(number) (from position \(number << Int64(8 * (level + 1)))) is not that of "
          + "the log's tree; check it with `govledger verify`")
    }
    if known.count >= Self.keptTiles { known.removeAll(keepingCapacity: true) }
    known[place] = tile
    return tile
  }
}
