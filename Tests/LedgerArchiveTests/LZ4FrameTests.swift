import LedgerArchive
import Testing
import TestSupport

@Suite("An LZ4 frame")
struct LZ4FrameTests {
  @Test("gives back the content it was given")
  func roundTrip() throws {
    var random = SplitMix64(seed: 5)
    for round in 0..<2_000 {
      let content = random.bytes(
        count: Int.random(in: 0...300, using: &random), variety: 1 + round % 256)
      let frame = try LZ4Frame.compress(content)
      #expect(try LZ4Frame.decompress(frame, limit: content.count) == content)
      #expect(
        try frame.withUnsafeBytes { try LZ4Frame.decompress($0, limit: .max) } == content)
    }
  }

  @Test("gives its content behind other bytes, which stay as they were after an error")
  func appended() throws {
    var random = SplitMix64(seed: 6)
    for round in 0..<300 {
      let before = random.bytes(count: Int.random(in: 0...40, using: &random))
      let content = random.bytes(
        count: Int.random(in: 0...300, using: &random), variety: 1 + round % 256)
      var frame = try LZ4Frame.compress(content)
      var bytes = before
      try frame.withUnsafeBytes {
        try LZ4Frame.decompress($0, limit: content.count, appendingTo: &bytes)
      }
      #expect(bytes == before + content)
      frame[frame.count - 1] ^= 1
      bytes = before
      #expect(throws: ArchiveError.self) {
        try frame.withUnsafeBytes { try LZ4Frame.decompress($0, limit: .max, appendingTo: &bytes) }
      }
      #expect(bytes == before)
    }
  }

  @Test(
    "gives back long content",
    arguments: [65_535, 65_536, 65_537, 262_145, 4_194_304, 4_194_305])
  func long(count: Int) throws {
    var random = SplitMix64(seed: UInt64(count))
    let piece = random.bytes(count: 5_000)
    var content: [UInt8] = []
    while content.count < count {
      content += piece[Int.random(in: 0..<4_000, using: &random)...].prefix(count - content.count)
    }
    let frame = try LZ4Frame.compress(content)
    #expect(try LZ4Frame.decompress(frame, limit: count) == content)
  }

  @Test("declares its size and promises its checksum", arguments: [0, 1, 300])
  func header(count: Int) throws {
    let frame = try LZ4Frame.compress([UInt8](repeating: 9, count: count))
    #expect(Array(frame[..<4]) == [0x04, 0x22, 0x4d, 0x18])
    #expect(frame[4] & 0b1100_1111 == 0b0100_1100)
    #expect(Array(frame[6..<14]) == [UInt8(count & 0xff), UInt8(count >> 8), 0, 0, 0, 0, 0, 0])
  }

  /// What the `lz4` tool 1.9.4 makes of `abcdefghij`, 6,600 times over, with 64 KB blocks.
  private static let contentSize = "d001010000000000"
  private static let block =
    "14010000af6162636465666768696a0a00" + String(repeating: "ff", count: 256) + "de506263646566"
  static let toolFrames = [
    "linked": "04224d184c40" + contentSize + "b4" + block
      + "0b0000000ffaffffb950666768696a" + "00000000941af71d",
    "linked, block checksums": "04224d185c40" + contentSize + "e5" + block + "7f357dcf"
      + "0b0000000ffaffffb950666768696a1c0119a8" + "00000000941af71d",
    "independent, block checksums": "04224d187c40" + contentSize + "8a" + block + "7f357dcf"
      + "15000000af6768696a6162636465660a00ffaf50666768696ac2009d01" + "00000000941af71d",
  ]

  @Test("made by the lz4 tool is read", arguments: toolFrames.keys.sorted())
  func tool(name: String) throws {
    let frame = hex(try #require(Self.toolFrames[name]))
    let content = (0..<66_000).map { UInt8(ascii: "a") + UInt8($0 % 10) }
    #expect(try LZ4Frame.decompress(frame, limit: 66_000) == content)
  }

  @Test("with a block that is not packed is read")
  func storedBlock() throws {
    let bytes = hex(
      "dfb8b05c5c288e071707d21a4f4ae1ef65564957426799fda39c85a556e48bb5e97a230afe3e4c2a")
    let frame = hex("04224d186c4028000000000000008f28000080") + bytes + hex("0000000013da8350")
    #expect(try LZ4Frame.decompress(frame, limit: 40) == bytes)
  }
}
