/// Names one entry bundle of a log of some size: the entries whose hashes are one tile of level 0
/// (C2SP tlog-tiles, "Log entries").
public struct BundleReference: Hashable, Sendable {
  /// The bundle's place in the log, from 0: its first entry has this number times 256 as its
  /// index.
  public let number: Int64

  /// How many entries the bundle has: 256 when it is full, 1 to 255 when it is partial.
  public let width: Int

  /// A reference, or `nil` unless the number is not negative and the width is 1 to 256.
  public init?(number: Int64, width: Int = Tile.width) {
    guard number >= 0, (1...Tile.width).contains(width) else { return nil }
    self.number = number
    self.width = width
  }

  /// Whether the bundle has all its 256 entries and will never change again.
  public var isFull: Bool { width == Tile.width }

  /// Where a log serves the bundle: `tile/entries/<N>` or `tile/entries/<N>.p/<W>`.
  public var path: String {
    "tile/entries/" + TilePath.text(number: number, width: width)
  }
}
