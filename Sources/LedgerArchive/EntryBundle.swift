/// The entry bundle of C2SP tlog-tiles ("Log entries"): 1 to 256 log entries, each written as its
/// length in two bytes, big-endian, and then its bytes. Nothing else stands before, between or
/// after them, so the bytes alone do not say how many entries there are.
public enum EntryBundle {
  /// How many entries a full bundle has.
  public static let width = 256

  /// The length of the longest entry, in bytes.
  public static let maximumEntryLength = Int(UInt16.max)

  /// The length of the longest bundle, in bytes.
  public static let maximumByteCount = width * (lengthByteCount + maximumEntryLength)

  static let lengthByteCount = 2

  /// The bundle of these entries.
  ///
  /// To gather entries one at a time, use ``EntryBundleWriter``.
  ///
  /// - Throws: ``ArchiveError`` with the code `entryCount` unless there are 1 to 256 entries, or
  ///   `entryTooLong`.
  public static func encode(_ entries: [[UInt8]]) throws(ArchiveError) -> [UInt8] {
    try check(count: entries.count)
    var writer = EntryBundleWriter()
    for entry in entries {
      try writer.append(entry)
    }
    return writer.bytes
  }

  /// Where each entry's bytes lie in a bundle of exactly `count` entries.
  ///
  /// - Parameter start: where the bundle begins in `bytes`; it reaches to their end.
  /// - Throws: ``ArchiveError`` with the code `entryCount` unless `count` is 1 to 256,
  ///   `truncatedBundle` when the bytes end before the last entry does, or `trailingBytes` when
  ///   they go on after it.
  public static func ranges(
    in bytes: [UInt8], from start: Int = 0, count: Int
  ) throws(ArchiveError) -> [Range<Int>] {
    try check(count: count)
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(count)
    var position = start
    for index in 0..<count {
      let range = try entryRange(in: bytes, at: position, index: index)
      ranges.append(range)
      position = range.upperBound
    }
    guard position == bytes.count else {
      throw ArchiveError(
        .trailingBytes,
        "\(count) entries end at byte \(position), found \(bytes.count - position) more bytes")
    }
    return ranges
  }

  /// Where the bytes of the entry lie whose length stands at `position`.
  private static func entryRange(
    in bytes: [UInt8], at position: Int, index: Int
  ) throws(ArchiveError) -> Range<Int> {
    let start = position + lengthByteCount
    guard start <= bytes.count else {
      throw ArchiveError(
        .truncatedBundle,
        "the length of entry \(index) should stand at byte \(position), found the end at byte "
          + "\(bytes.count)")
    }
    let end = start + (Int(bytes[position]) << 8 | Int(bytes[position + 1]))
    guard end <= bytes.count else {
      throw ArchiveError(
        .truncatedBundle,
        "entry \(index) should reach from byte \(start) to \(end), found the end at byte "
          + "\(bytes.count)")
    }
    return start..<end
  }

  private static func check(count: Int) throws(ArchiveError) {
    guard (1...width).contains(count) else {
      throw ArchiveError(.entryCount, "a bundle has 1 to \(width) entries, not \(count)")
    }
  }
}
