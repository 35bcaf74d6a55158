/// The tree of a size whose hashes stand in tiles: what roots and proofs are computed from, with
/// few tiles each (C2SP tlog-tiles).
///
/// A proof takes at most two tiles a level, each of them fetched once and kept for the proofs that
/// follow. The tiles are believed: a root or proof is right only if they are, so compare ``root()``
/// with a root known to be right, or verify each proof.
///
/// ## Topics
/// - ``root()``
/// - ``inclusionProof(of:)``
/// - ``consistencyProof(from:)``
public struct TiledTree<Source: TileSource, Hasher: TreeHasher> {
  /// How many leaves the tree has.
  public let size: Int64

  private let source: Source
  private var fetched: [TileReference: [TreeHash]] = [:]

  /// How many tiles are kept: 2 MiB of hashes.
  private static var keptTiles: Int { 256 }

  /// The tree of the first `size` leaves of a log.
  ///
  /// - Throws: ``MerkleLogError`` with the code `sizeOutOfRange` when the size is negative.
  public init(
    size: Int64, source: Source, hasher: Hasher.Type = SHA256Hasher.self
  ) throws(MerkleLogError) {
    guard size >= 0 else {
      throw MerkleLogError(.sizeOutOfRange, "a tree cannot have \(size) leaves")
    }
    self.size = size
    self.source = source
  }

  /// The Merkle Tree Hash over all leaves (RFC 6962 section 2.1).
  ///
  /// - Throws: ``MerkleLogError`` with the code `tileMissing`, or `tileMismatch` when a tile does
  ///   not have as many hashes as it must; and whatever the source throws.
  public mutating func root() throws -> TreeHash {
    size == 0 ? Hasher.emptyRoot : try root(of: 0..<size)
  }

  /// The root over a range of leaves that is a subtree of this tree.
  mutating func root(of leaves: Range<Int64>) throws -> TreeHash {
    let count = leaves.upperBound - leaves.lowerBound
    if count.nonzeroBitCount == 1 {
      let height = count.trailingZeroBitCount
      return try perfectRoot(height: height, position: leaves.lowerBound >> Int64(height))
    }
    let middle = leaves.lowerBound + Self.largestPowerOfTwo(below: count)
    return Hasher.node(
      try root(of: leaves.lowerBound..<middle), try root(of: middle..<leaves.upperBound))
  }

  /// For a count above one.
  static func largestPowerOfTwo(below count: Int64) -> Int64 {
    1 << Int64(Int64.bitWidth - 1 - (count - 1).leadingZeroBitCount)
  }

  /// The root over 2^height leaves, the first of which has the index position · 2^height.
  private mutating func perfectRoot(height: Int, position: Int64) throws -> TreeHash {
    let (level, heightInTile) = height.quotientAndRemainder(dividingBy: 8)
    let number = position >> Int64(8 - heightInTile)
    let hashes = try hashes(level: level, number: number)
    let start = Int(position << Int64(heightInTile) - number * Int64(Tile.width))
    return MerkleTree<Hasher>.root(of: hashes[start..<start + 1 << heightInTile])
  }

  private mutating func hashes(level: Int, number: Int64) throws -> [TreeHash] {
    guard let tile = TileReference(level: level, number: number, inTreeOfSize: size) else {
      throw MerkleLogError(
        .indexOutOfRange, "a tree of \(size) leaves has no tile \(number) at level \(level)")
    }
    if let known = fetched[tile] { return known }
    guard let hashes = try source.hashes(of: tile) else {
      throw MerkleLogError(.tileMissing, "\(tile.path) is not there")
    }
    guard hashes.count == tile.width else {
      throw MerkleLogError(
        .tileMismatch, "\(tile.path) has \(tile.width) hashes, found \(hashes.count)")
    }
    if fetched.count >= Self.keptTiles { fetched.removeAll(keepingCapacity: true) }
    fetched[tile] = hashes
    return hashes
  }
}
