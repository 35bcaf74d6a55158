/// Gathers log entries into one entry bundle (``EntryBundle``), one at a time and without keeping
/// an array for each.
public struct EntryBundleWriter: Sendable {
  /// The bundle of the entries so far. Empty, and then not yet a bundle, before the first.
  public private(set) var bytes: [UInt8] = []

  /// How many entries have been appended: 0 to 256.
  public private(set) var count = 0

  /// A writer without entries.
  public init() {}

  /// Whether the bundle has all its 256 entries.
  public var isFull: Bool { count == EntryBundle.width }

  /// Appends an entry. After an error the writer is as it was.
  ///
  /// - Throws: ``ArchiveError`` with the code `entryCount` when the bundle is full, or
  ///   `entryTooLong` when the entry has more than 65,535 bytes.
  public mutating func append(_ entry: [UInt8]) throws(ArchiveError) {
    try appendLength(entry.count)
    bytes.append(contentsOf: entry)
  }

  /// Appends an entry. After an error the writer is as it was.
  ///
  /// - Throws: ``ArchiveError`` with the code `entryCount` when the bundle is full, or
  ///   `entryTooLong` when the entry has more than 65,535 bytes.
  public mutating func append(_ entry: UnsafeRawBufferPointer) throws(ArchiveError) {
    try appendLength(entry.count)
    bytes.append(contentsOf: entry)
  }

  /// Forgets all entries but keeps the memory, to begin the next bundle.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    count = 0
  }

  /// Removes the newest entries, which leaves `byteCount` bytes.
  public mutating func removeLast(_ entries: Int, byteCount: Int) {
    precondition(entries <= count && byteCount <= bytes.count, "no more than there is")
    bytes.removeLast(bytes.count - byteCount)
    count -= entries
  }

  private mutating func appendLength(_ length: Int) throws(ArchiveError) {
    guard !isFull else {
      throw ArchiveError(.entryCount, "the bundle already has \(EntryBundle.width) entries")
    }
    guard let length = UInt16(exactly: length) else {
      throw ArchiveError(
        .entryTooLong,
        "entry \(count) has \(length) bytes, a bundle takes \(EntryBundle.maximumEntryLength)")
    }
    bytes.append(UInt8(length >> 8))
    bytes.append(UInt8(length & 0xff))
    count += 1
  }
}
