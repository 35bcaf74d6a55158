/// The path below a log's prefix at which a tile or an entry bundle is served (C2SP tlog-tiles).
///
/// The number is in groups of three digits, all but the last with an `x` before them: the full
/// tile 1234067 of level 0 is `tile/0/x001/x234/067`.
public enum TilePath: Hashable, Sendable {
  /// A tile of hashes.
  case tile(TileReference)

  /// A bundle of entries.
  case entries(BundleReference)

  /// Reads a path as ``text`` writes it.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedPath` for every other text: leading
  ///   zeros, surplus groups, a width of 0 or above 255, anything before or after the path.
  public init(_ text: String) throws(MerkleLogError) {
    guard let path = Self.parse(text) else {
      throw MerkleLogError(
        .malformedPath,
        "expected tile/<level>/<number> or tile/entries/<number>, with .p/<width> for a partial "
          + "one, found " + StrictText.excerpt(text))
    }
    self = path
  }

  /// The path, without a slash at its start.
  public var text: String {
    switch self {
    case .tile(let tile): tile.path
    case .entries(let bundle): bundle.path
    }
  }

  static func text(number: Int64, width: Int) -> String {
    var groups = [Self.group(number % 1000)]
    var rest = number / 1000
    while rest > 0 {
      groups.append("x" + Self.group(rest % 1000))
      rest /= 1000
    }
    return groups.reversed().joined(separator: "/") + (width == Tile.width ? "" : ".p/\(width)")
  }

  private static func group(_ number: Int64) -> String {
    String(repeating: "0", count: number < 10 ? 2 : number < 100 ? 1 : 0) + String(number)
  }
}

extension TilePath {
  private static func parse(_ text: String) -> TilePath? {
    // The longest path, of number 2^63 − 1, has 46 characters.
    guard text.utf8.count <= 64 else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0].elementsEqual("tile".utf8),
      let (number, width) = numberAndWidth(parts[2...])
    else { return nil }
    if parts[1].elementsEqual("entries".utf8) {
      return BundleReference(number: number, width: width).map(TilePath.entries)
    }
    guard let level = DecimalText.parse(parts[1]) else { return nil }
    return TileReference(level: Int(clamping: level), number: number, width: width).map(
      TilePath.tile)
  }

  private static func numberAndWidth(
    _ parts: ArraySlice<Substring.UTF8View>
  ) -> (number: Int64, width: Int)? {
    let suffix = ".p"
    guard let last = parts.last, let beforeLast = parts.dropLast().last,
      beforeLast.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    else {
      return number(of: parts).map { ($0, Tile.width) }
    }
    guard let width = DecimalText.parse(last), (1..<Int64(Tile.width)).contains(width) else {
      return nil
    }
    let groups = parts.dropLast(2) + [beforeLast.dropLast(suffix.utf8.count)]
    return number(of: groups).map { ($0, Int(width)) }
  }

  private static func number(of groups: ArraySlice<Substring.UTF8View>) -> Int64? {
    var digits: [UInt8] = []
    for (place, group) in groups.enumerated() {
      let isLast = place == groups.count - 1
      guard isLast || group.first == UInt8(ascii: "x") else { return nil }
      let three = group.dropFirst(isLast ? 0 : 1)
      guard three.count == 3 else { return nil }
      digits += three
    }
    let isCanonical = groups.count == 1 || !digits.starts(with: "000".utf8)
    return isCanonical ? DecimalText.value(of: digits) : nil
  }
}
