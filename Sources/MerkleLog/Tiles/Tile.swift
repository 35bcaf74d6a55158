/// Up to 256 consecutive hashes of one height of a tree: the unit in which a log stores and serves
/// its hashes (C2SP tlog-tiles, "Merkle Tree").
///
/// At level 0 the hashes are leaf hashes; at level L each is the root of a full tile of level
/// L − 1, and so stands for 256 to the power of L leaves.
public struct Tile: Sendable, Hashable {
  /// How many hashes a full tile has.
  public static let width = 256

  /// The height of the hashes, in steps of 256 leaves a hash: 0 to 63.
  public let level: Int

  /// The tile's place among the tiles of its level, from 0.
  public let number: Int64

  /// The hashes, from the oldest: 1 to 256.
  public let hashes: [TreeHash]

  /// A tile of these hashes, or `nil` unless the level is 0 to 63, the number is not negative and
  /// there are 1 to 256 hashes.
  public init?(level: Int, number: Int64, hashes: [TreeHash]) {
    guard (0...63).contains(level), number >= 0, (1...Tile.width).contains(hashes.count) else {
      return nil
    }
    self.init(checkedLevel: level, number: number, hashes: hashes)
  }

  /// A tile from its stored or served bytes, or `nil` unless the level is 0 to 63, the number is
  /// not negative and the bytes are 1 to 256 whole hashes.
  public init?(level: Int, number: Int64, bytes: some Collection<UInt8>) {
    let count = bytes.count
    guard count <= Tile.width * TreeHash.byteCount, count.isMultiple(of: TreeHash.byteCount) else {
      return nil
    }
    self.init(level: level, number: number, hashes: Tile.hashes(in: Array(bytes)))
  }

  /// For callers that already know the bounds to hold.
  init(checkedLevel level: Int, number: Int64, hashes: [TreeHash]) {
    self.level = level
    self.number = number
    self.hashes = hashes
  }

  /// Whether the tile has all its 256 hashes and will never change again.
  public var isFull: Bool { hashes.count == Tile.width }

  /// The hashes one after the other, 32 bytes each, as they are stored and served.
  public var bytes: [UInt8] {
    hashes.withUnsafeBytes { [UInt8]($0) }
  }

  /// The Merkle Tree Hash over the tile's hashes. A full tile's root is a hash of the level above.
  public func root<Hasher: TreeHasher>(using hasher: Hasher.Type) -> TreeHash {
    MerkleTree<Hasher>.root(of: hashes)
  }

  private static func hashes(in bytes: [UInt8]) -> [TreeHash] {
    stride(from: 0, to: bytes.count, by: TreeHash.byteCount).compactMap {
      TreeHash(bytes[$0..<($0 + TreeHash.byteCount)])
    }
  }
}
