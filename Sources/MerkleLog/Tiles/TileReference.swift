/// Names one tile of a tree of some size: its level, its number and how many hashes it has there
/// (C2SP tlog-tiles, "Merkle Tree").
public struct TileReference: Hashable, Sendable {
  /// The height of the hashes, in steps of 256 leaves a hash: 0 to 63.
  public let level: Int

  /// The tile's place among the tiles of its level, from 0.
  public let number: Int64

  /// How many hashes the tile has: 256 when it is full, 1 to 255 when it is partial.
  public let width: Int

  /// A reference, or `nil` unless the level is 0 to 63, the number is not negative and the width
  /// is 1 to 256.
  public init?(level: Int, number: Int64, width: Int = Tile.width) {
    guard (0...63).contains(level), number >= 0, (1...Tile.width).contains(width) else {
      return nil
    }
    self.init(checkedLevel: level, number: number, width: width)
  }

  /// The tile of a level and number as it stands in the tree of `size` leaves, or `nil` when that
  /// tree has no such tile.
  public init?(level: Int, number: Int64, inTreeOfSize size: Int64) {
    guard (0...63).contains(level), number >= 0, size > 0 else { return nil }
    let hashCount = size >> Int64(8 * level)
    guard number <= (hashCount - 1) / Int64(Tile.width), hashCount > 0 else { return nil }
    let width = min(Int64(Tile.width), hashCount - number * Int64(Tile.width))
    self.init(checkedLevel: level, number: number, width: Int(width))
  }

  /// For callers that already know the bounds to hold.
  init(checkedLevel level: Int, number: Int64, width: Int) {
    self.level = level
    self.number = number
    self.width = width
  }

  /// Where a log serves the tile: `tile/<L>/<N>` or `tile/<L>/<N>.p/<W>`.
  public var path: String {
    "tile/\(level)/" + TilePath.text(number: number, width: width)
  }
}
