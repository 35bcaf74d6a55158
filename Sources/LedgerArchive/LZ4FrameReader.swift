import CLZ4

/// Unpacks the blocks of one LZ4 frame straight into the content's memory.
///
/// liblz4's own frame reader needs a context with buffers, as large as a frame's header asks for,
/// and copies the content once more; here only the unpacking of a block is left to the library.
struct LZ4FrameReader {
  private var reader: ByteReader
  private let header: LZ4FrameHeader

  /// Reads the header of a frame whose content may have at most `limit` bytes.
  init(_ frame: UnsafeRawBufferPointer, limit: Int) throws(ArchiveError) {
    reader = ByteReader(frame)
    header = try LZ4FrameHeader(from: &reader, limit: limit)
  }

  /// Unpacks and checks the rest of the frame, to its last byte, behind the bytes that are there
  /// already. After an error these are as they were.
  mutating func appendContent(to bytes: inout [UInt8]) throws(ArchiveError) {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: header.contentSize))
    do throws(ArchiveError) {
      try bytes.withUnsafeMutableBufferPointer { (bytes) throws(ArchiveError) in
        try readContent(
          into: UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(rebasing: bytes[start...])))
      }
    } catch {
      bytes.removeSubrange(start...)
      throw error
    }
  }

  private mutating func readContent(
    into content: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) {
    try readBlocks(into: content)
    try readContentChecksum(of: UnsafeRawBufferPointer(content))
    guard reader.remaining == 0 else {
      throw ArchiveError(
        .trailingBytes,
        "the frame ends at byte \(reader.position), found \(reader.remaining) more bytes")
    }
  }

  /// Reads blocks up to the end mark.
  private mutating func readBlocks(
    into content: UnsafeMutableRawBufferPointer
  ) throws(ArchiveError) {
    var produced = 0
    while case let mark = try reader.word(UInt32.self), mark != 0 {
      let start = reader.position
      let block = try readBlock(size: Int(mark & 0x7fff_ffff))
      let written =
        mark >> 31 == 1
        ? Self.copy(block, into: content, at: produced)
        : unpack(block, into: content, at: produced)
      guard let written, written > 0, written <= header.blockMaximum else {
        throw ArchiveError(.corruptFrame, "the block at byte \(start) is damaged")
      }
      produced += written
    }
    guard produced == content.count else {
      throw ArchiveError(
        .corruptFrame, "the frame declares \(content.count) bytes of content, found \(produced)")
    }
  }

  /// The packed bytes of a block, checked as far as the frame has checksums for blocks.
  private mutating func readBlock(size: Int) throws(ArchiveError) -> UnsafeRawBufferPointer {
    let start = reader.position
    guard size <= header.blockMaximum else {
      throw ArchiveError(
        .corruptFrame,
        "the block at byte \(start) has \(size) bytes, the frame allows \(header.blockMaximum)")
    }
    let block = try reader.take(size)
    if header.hasBlockChecksums {
      guard try reader.word(UInt32.self) == XXHash32.hash(block) else {
        throw ArchiveError(
          .corruptFrame, "the block at byte \(start) does not match its checksum")
      }
    }
    return block
  }

  private mutating func readContentChecksum(
    of content: UnsafeRawBufferPointer
  ) throws(ArchiveError) {
    guard try reader.word(UInt32.self) == XXHash32.hash(content) else {
      throw ArchiveError(.corruptFrame, "the content does not match its checksum")
    }
  }

  /// Copies a block that is not packed; `nil` when there is no room for it.
  private static func copy(
    _ block: UnsafeRawBufferPointer, into content: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> Int? {
    guard block.count <= content.count - offset else { return nil }
    UnsafeMutableRawBufferPointer(rebasing: content[offset...]).copyMemory(from: block)
    return block.count
  }

  /// Unpacks a block and returns how many bytes it gave; `nil` when it is damaged or there is no
  /// room for it. liblz4 stays within the bounds that it is given, whatever the block says.
  private func unpack(
    _ block: UnsafeRawBufferPointer, into content: UnsafeMutableRawBufferPointer, at offset: Int
  ) -> Int? {
    guard let source = block.baseAddress, let target = content.baseAddress else { return nil }
    let room = min(content.count - offset, header.blockMaximum)
    let history = header.blocksAreLinked ? min(offset, 64 << 10) : 0
    let written = LZ4_decompress_safe_usingDict(
      source.assumingMemoryBound(to: CChar.self),
      (target + offset).assumingMemoryBound(to: CChar.self),
      Int32(block.count), Int32(room),
      (target + (offset - history)).assumingMemoryBound(to: CChar.self), Int32(history))
    return written < 0 ? nil : Int(written)
  }
}
