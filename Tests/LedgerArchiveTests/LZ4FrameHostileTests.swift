import LedgerArchive
import Testing
import TestSupport

@Suite("A hostile LZ4 frame")
struct LZ4FrameHostileTests {
  @Test("is refused when cut anywhere", arguments: LZ4FrameTests.toolFrames.keys.sorted())
  func truncation(name: String) throws {
    let frame = hex(try #require(LZ4FrameTests.toolFrames[name]))
    for length in 0..<frame.count {
      #expect(refusal(of: Array(frame.prefix(length))) != nil)
    }
  }

  @Test("with a bit of any byte flipped is refused or has the same content")
  func flips() throws {
    for name in LZ4FrameTests.toolFrames.keys.sorted() {
      let frame = hex(try #require(LZ4FrameTests.toolFrames[name]))
      let content = try LZ4Frame.decompress(frame, limit: 66_000)
      for index in frame.indices where index < 40 || index > frame.count - 60 {
        for bit in [index % 8, (index + 3) % 8, (index + 5) % 8] {
          var changed = frame
          changed[index] ^= 1 << bit
          let found = try? LZ4Frame.decompress(changed, limit: 66_000)
          #expect(found == nil || found == content)
        }
      }
    }
  }

  @Test("of random bytes behind a good header never leaves its bounds")
  func randomBlocks() {
    var random = SplitMix64(seed: 6)
    let headers = ["04224d184c40d001010000000000b4", "04224d186c4028000000000000008f"].map(hex)
    for round in 0..<2_000 {
      let block = random.bytes(
        count: Int.random(in: 300...600, using: &random), variety: round.isMultiple(of: 2) ? 256 : 3
      )
      let size = UInt16(block.count)
      let sizes = [UInt8(size & 0xff), UInt8(size >> 8), 0, round.isMultiple(of: 7) ? 0x80 : 0]
      let frame = headers[round % 2] + sizes + block + [0, 0, 0, 0, 0, 0, 0, 0]
      #expect(refusal(of: frame) != nil)
    }
  }

  @Test("that declares four gigabytes is refused before any memory is taken")
  func bombs() {
    // 4 GiB - 1, 2^63 and 2^64 - 1 bytes of content, each with a right header checksum.
    for header in ["ffffffff00000000a2", "000000000000008030", "ffffffffffffffff96"] {
      let frame = hex("04224d186c40") + hex(header) + [0, 0, 0, 0, 0, 0, 0, 0]
      #expect(refusal(of: frame, limit: EntryBundle.maximumByteCount) == .contentTooLarge)
      #expect(refusal(of: frame, limit: .max) == .contentTooLarge)
    }
  }

  @Test("is refused when its content is larger than allowed")
  func limit() throws {
    let frame = try LZ4Frame.compress([UInt8](repeating: 1, count: 1_000))
    #expect(refusal(of: frame, limit: 1_000) == nil)
    for limit in [999, 0, -1, .min] {
      #expect(refusal(of: frame, limit: limit) == .contentTooLarge)
    }
  }

  @Test("with anything after its end is refused")
  func trailing() throws {
    let frame = try LZ4Frame.compress(Array("content".utf8))
    #expect(refusal(of: frame + [0]) == .trailingBytes)
    #expect(refusal(of: frame + frame) == .trailingBytes)
    #expect(refusal(of: frame + hex("502a4d1800000000")) == .trailingBytes)
    let empty = try LZ4Frame.compress([])
    #expect(refusal(of: empty) == nil)
    #expect(refusal(of: empty + empty) == .trailingBytes)
  }

  @Test(
    "of another kind is refused",
    arguments: [
      ("skippable", "502a4d1804000000000000000000000000000000", .notAFrame),
      ("legacy", "02214c1804000000000000000000000000000000", .notAFrame),
      ("without content size", "04224d186440a70000000005" + "5dcc020000000000", .unsupportedFrame),
      ("without checksum", "04224d18684000000000000000000000000000", .unsupportedFrame),
      ("with dictionary", "04224d186d40000000000000000000000000000000", .unsupportedFrame),
      ("with reserved bit", "04224d186e40000000000000000000000000000000", .unsupportedFrame),
      ("version 2", "04224d18ac40000000000000000000000000000000", .unsupportedFrame),
      ("reserved block size", "04224d186c30000000000000000000000000000000", .unsupportedFrame),
      ("reserved block bits", "04224d186cc1000000000000000000000000000000", .unsupportedFrame),
      ("wrong header checksum", "04224d186c4000000000000000000a00000000055dcc02", .corruptFrame),
      ("content checksum", "04224d186c4000000000000000000900000000055dcc03", .corruptFrame),
      ("empty", "", .truncatedFrame),
    ] as [(String, String, ArchiveError.Code)])
  func kinds(name: String, frame: String, expected: ArchiveError.Code) {
    #expect(refusal(of: hex(frame)) == expected)
  }

  @Test(
    "with blocks that break the rules is refused",
    arguments: [
      ("block above the block size", "01000100", .corruptFrame),
      ("largest block size", "ffffffff", .corruptFrame),
      ("stored block of nothing", "00000080", .corruptFrame),
      ("packed block of nothing", "0100000000", .corruptFrame),
      ("less content than declared", "00000000055dcc02", .corruptFrame),
      (
        "more content than declared", "29000080" + String(repeating: "61", count: 41), .corruptFrame
      ),
      ("match before the content", "0500000000ffff0000", .corruptFrame),
    ] as [(String, String, ArchiveError.Code)])
  func blocks(name: String, blocks: String, expected: ArchiveError.Code) {
    let frame = hex("04224d186c4028000000000000008f") + hex(blocks)
    #expect(refusal(of: frame + [UInt8](repeating: 0, count: 70_000)) == expected)
  }

  private func refusal(of frame: [UInt8], limit: Int = 66_000) -> ArchiveError.Code? {
    code { () throws(ArchiveError) in try LZ4Frame.decompress(frame, limit: limit) }
  }
}
