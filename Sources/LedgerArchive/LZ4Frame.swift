import CLZ4

/// The standard LZ4 frame format, as the `lz4` tool reads and writes it: one frame with its content
/// size in the header and a checksum of the content at the end.
public enum LZ4Frame {
  /// How much work goes into a frame. Whoever unpacks it need not know.
  public enum Effort: Sendable {
    /// liblz4's fast mode.
    case low
    /// The lowest of its high-compression levels: a fifth smaller and faster to unpack, at six times
    /// the work. Higher levels gain a few hundredths more.
    case high
  }

  /// The frame of these bytes.
  ///
  /// One version of liblz4 gives the same frame every time; another may pack differently. So never
  /// compare frames, only their content.
  ///
  /// - Throws: ``ArchiveError`` with the code `library` when liblz4 refuses.
  public static func compress(
    _ bytes: [UInt8], effort: Effort = .high
  ) throws(ArchiveError) -> [UInt8] {
    guard !bytes.isEmpty else { return emptyFrame }
    var preferences = preferences(contentSize: bytes.count, effort)
    var frame = [UInt8](repeating: 0, count: LZ4F_compressFrameBound(bytes.count, &preferences))
    let size = LZ4F_compressFrame(&frame, frame.count, bytes, bytes.count, &preferences)
    guard LZ4F_isError(size) == 0, size <= frame.count else {
      let name = String(cString: LZ4F_getErrorName(size))
      throw ArchiveError(.library, "liblz4 cannot compress \(bytes.count) bytes: \(name)")
    }
    return Array(frame[..<size])
  }

  /// The content of a frame, whose declared size may be at most `limit` bytes.
  ///
  /// Bytes from anywhere are safe to give it. Exactly one frame is accepted, to its last byte: its
  /// header must declare the content's size and promise its checksum, and both must hold; a
  /// dictionary, a skippable frame or a second frame is refused. No more memory is taken than the
  /// content needs, and none before its size has been found allowed.
  ///
  /// - Throws: ``ArchiveError`` with the code `notAFrame`, `unsupportedFrame`, `contentTooLarge`,
  ///   `truncatedFrame`, `corruptFrame` or `trailingBytes`.
  public static func decompress(_ frame: [UInt8], limit: Int) throws(ArchiveError) -> [UInt8] {
    try frame.withUnsafeBufferPointer { (frame) throws(ArchiveError) in
      try decompress(UnsafeRawBufferPointer(frame), limit: limit)
    }
  }

  /// The content of a frame that lies in foreign memory, such as a database's page, which is only
  /// read during the call. Otherwise as the function for arrays.
  public static func decompress(
    _ frame: UnsafeRawBufferPointer, limit: Int
  ) throws(ArchiveError) -> [UInt8] {
    var content: [UInt8] = []
    try decompress(frame, limit: limit, appendingTo: &content)
    return content
  }

  /// Appends the content of a frame to `bytes`, which after an error are as they were. Otherwise as
  /// the function for arrays.
  public static func decompress(
    _ frame: UnsafeRawBufferPointer, limit: Int, appendingTo bytes: inout [UInt8]
  ) throws(ArchiveError) {
    var reader = try LZ4FrameReader(frame, limit: limit)
    try reader.appendContent(to: &bytes)
  }

  /// Blocks as large as the content asks for, so that a bundle is one block.
  private static func preferences(contentSize: Int, _ effort: Effort) -> LZ4F_preferences_t {
    var preferences = LZ4F_preferences_t()
    preferences.frameInfo.blockSizeID = LZ4F_max4MB
    preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
    preferences.frameInfo.contentSize = UInt64(contentSize)
    preferences.compressionLevel = effort == .high ? 3 : 0
    return preferences
  }

  /// The frame of no bytes. liblz4 takes a content size of 0 for an unknown one and would leave it
  /// out of the header, so this one is written out: magic number, flags, block size, content size,
  /// header checksum, end mark, content checksum.
  private static let emptyFrame: [UInt8] = [
    0x04, 0x22, 0x4d, 0x18, 0x6c, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0x09,
    0, 0, 0, 0, 0x05, 0x5d, 0xcc, 0x02,
  ]
}
