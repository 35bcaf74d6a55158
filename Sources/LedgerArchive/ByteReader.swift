/// Reads bytes from the front of a buffer and never beyond its end.
struct ByteReader {
  private let buffer: UnsafeRawBufferPointer

  /// How many bytes have been read.
  private(set) var position = 0

  init(_ buffer: UnsafeRawBufferPointer) {
    self.buffer = buffer
  }

  /// How many bytes are left.
  var remaining: Int { buffer.count - position }

  /// The next little-endian number.
  mutating func word<Word: FixedWidthInteger & BitwiseCopyable>(
    _ type: Word.Type
  ) throws(ArchiveError) -> Word {
    let bytes = try take(MemoryLayout<Word>.size)
    return Word(littleEndian: bytes.loadUnaligned(as: type))
  }

  /// The next `count` bytes.
  mutating func take(_ count: Int) throws(ArchiveError) -> UnsafeRawBufferPointer {
    guard count <= remaining else {
      throw ArchiveError(
        .truncatedFrame, "\(count) bytes should follow at byte \(position), found \(remaining)")
    }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: buffer[position..<(position + count)])
  }

  /// The bytes read since an earlier position.
  func bytes(since start: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[start..<position])
  }
}
