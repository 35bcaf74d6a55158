/// A full entry bundle at rest: 256 log entries in the standard entry bundle of C2SP tlog-tiles
/// (``EntryBundle``), compressed as one LZ4 frame (``LZ4Frame``).
///
/// Opening proves that the bytes are well formed and whole, not that they are the log's: that is
/// for the leaf hashes to show.
public enum SealedBundle {
  /// How many entries a sealed bundle has: always this many.
  public static let width = EntryBundle.width

  /// A bundle's bytes, and where its 256 entries lie in them.
  public typealias Opened = (bytes: [UInt8], ranges: [Range<Int>])

  /// The compressed form of a full bundle.
  ///
  /// - Throws: ``ArchiveError`` with the code `truncatedBundle` or `trailingBytes` unless the bytes
  ///   are a bundle of exactly 256 entries, or `library`.
  public static func seal(
    _ bundle: [UInt8], effort: LZ4Frame.Effort = .high
  ) throws(ArchiveError) -> [UInt8] {
    _ = try EntryBundle.ranges(in: bundle, count: width)
    return try LZ4Frame.compress(bundle, effort: effort)
  }

  /// The bundle in a compressed form.
  ///
  /// - Throws: ``ArchiveError`` with one of the codes of a frame (``LZ4Frame``) or of a bundle
  ///   (``EntryBundle``).
  public static func open(_ sealed: [UInt8]) throws(ArchiveError) -> Opened {
    try opened(LZ4Frame.decompress(sealed, limit: EntryBundle.maximumByteCount))
  }

  /// The bundle in a compressed form that lies in foreign memory, such as a database's page, which
  /// is only read during the call.
  ///
  /// - Throws: ``ArchiveError`` with one of the codes of a frame (``LZ4Frame``) or of a bundle
  ///   (``EntryBundle``).
  public static func open(_ sealed: UnsafeRawBufferPointer) throws(ArchiveError) -> Opened {
    try opened(LZ4Frame.decompress(sealed, limit: EntryBundle.maximumByteCount))
  }

  /// Appends the bundle in a compressed form to `bytes`, and gives where its entries lie in them.
  /// After an error the bytes are as they were.
  ///
  /// - Throws: ``ArchiveError`` with one of the codes of a frame (``LZ4Frame``) or of a bundle
  ///   (``EntryBundle``).
  public static func open(
    _ sealed: UnsafeRawBufferPointer, appendingTo bytes: inout [UInt8]
  ) throws(ArchiveError) -> [Range<Int>] {
    let start = bytes.count
    try LZ4Frame.decompress(sealed, limit: EntryBundle.maximumByteCount, appendingTo: &bytes)
    do throws(ArchiveError) {
      return try EntryBundle.ranges(in: bytes, from: start, count: width)
    } catch {
      bytes.removeSubrange(start...)
      throw error
    }
  }

  private static func opened(_ bundle: [UInt8]) throws(ArchiveError) -> Opened {
    (bundle, try EntryBundle.ranges(in: bundle, count: width))
  }
}
