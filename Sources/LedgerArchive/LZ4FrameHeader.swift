/// The header of an LZ4 frame (LZ4 Frame Format Description, "Frame Descriptor"), read strictly:
/// it must declare the content's size, promise the content's checksum and ask for no dictionary.
struct LZ4FrameHeader {
  /// How many bytes the frame says that its content has.
  let contentSize: Int

  /// The most bytes that one block may have, packed or unpacked.
  let blockMaximum: Int

  /// Whether a block may refer to the content of the blocks before it.
  let blocksAreLinked: Bool

  /// Whether a checksum follows each block.
  let hasBlockChecksums: Bool

  /// Version 01 with content size and content checksum, without dictionary.
  private static let requiredFlags: UInt8 = 0b0100_1100
  /// All bits but those of block independence and block checksums.
  private static let checkedFlags: UInt8 = 0b1100_1111

  /// LZ4 makes at most 255 bytes out of one.
  private static let maximumRatio = 255

  private static let magicNumber: UInt32 = 0x184d_2204

  /// Reads the header of a frame whose content may have at most `limit` bytes.
  init(from reader: inout ByteReader, limit: Int) throws(ArchiveError) {
    guard try reader.word(UInt32.self) == Self.magicNumber else {
      throw ArchiveError(.notAFrame, "the bytes do not begin with the LZ4 frame's magic number")
    }
    let start = reader.position
    let flags = try reader.word(UInt8.self)
    blocksAreLinked = flags & 0b10_0000 == 0
    hasBlockChecksums = flags & 0b1_0000 != 0
    guard flags & Self.checkedFlags == Self.requiredFlags else {
      throw ArchiveError(
        .unsupportedFrame,
        "the frame must be of version 1 with content size and checksum and without dictionary, "
          + "found flags 0x\(String(flags, radix: 16))")
    }
    blockMaximum = try Self.blockMaximum(of: reader.word(UInt8.self))
    let declared = try reader.word(UInt64.self)
    let checksum = XXHash32.hash(reader.bytes(since: start))
    guard try reader.word(UInt8.self) == UInt8(truncatingIfNeeded: checksum >> 8) else {
      throw ArchiveError(.corruptFrame, "the frame's header does not match its checksum")
    }
    contentSize = try Self.checked(declared, packed: reader.remaining, limit: limit)
  }

  private static func blockMaximum(of descriptor: UInt8) throws(ArchiveError) -> Int {
    switch descriptor {
    case 0x40: 64 << 10
    case 0x50: 256 << 10
    case 0x60: 1 << 20
    case 0x70: 4 << 20
    default:
      throw ArchiveError(
        .unsupportedFrame, "unknown block size 0x\(String(descriptor, radix: 16))")
    }
  }

  private static func checked(
    _ declared: UInt64, packed: Int, limit: Int
  ) throws(ArchiveError) -> Int {
    guard let size = Int(exactly: declared), size <= limit else {
      throw ArchiveError(
        .contentTooLarge, "the frame declares \(declared) bytes of content, allowed are \(limit)")
    }
    guard size / maximumRatio <= packed else {
      throw ArchiveError(
        .contentTooLarge, "\(packed) packed bytes cannot hold \(size) bytes of content")
    }
    return size
  }
}
