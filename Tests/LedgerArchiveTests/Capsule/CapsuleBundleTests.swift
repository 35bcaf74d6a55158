import LedgerArchive
import Testing

@Suite("A capsule's bundle")
struct CapsuleBundleTests {
  /// The refusal of a capsule of these events with another content for its bundle.
  private func refusal(_ count: Int, _ content: [UInt8]) throws -> CapsuleError? {
    var archive = Archive(try CapsuleExamples.write(ExampleLog(count: count)))
    let place = try #require(
      archive.members.firstIndex { $0.name.hasPrefix("tile/entries/") })
    archive.members[place].content = content
    return try CapsuleExamples.refusal(of: archive.bytes)
  }

  @Test("that unpacks to more than its events may have is refused", arguments: [4, 256])
  func bombs(count: Int) throws {
    let limit = count * 65_537
    let bomb = try LZ4Frame.compress([UInt8](repeating: 0, count: limit + 1))
    let error = try refusal(count, bomb)
    #expect(error?.code == .bundle && error?.message.contains("contentTooLarge") == true)
    // 4 GiB - 1 and 2^64 - 1 bytes declared, with right header checksums.
    for header in ["ffffffff00000000a2", "ffffffffffffffff96"] {
      let frame = hex("04224d186c40") + hex(header) + [UInt8](repeating: 0, count: 60_000)
      #expect(try refusal(count, frame)?.code == .bundle)
    }
  }

  @Test("with another number of events is refused")
  func counts() throws {
    for (count, found) in [(4, 3), (4, 5), (256, 255), (255, 256)] {
      let entries = Array(ExampleLog(count: 256).leaves.prefix(found))
      let frame = try LZ4Frame.compress(EntryBundle.encode(entries))
      let error = try refusal(count, frame)
      #expect(error?.code == .bundle, "\(found) instead of \(count)")
      #expect(error?.member.hasPrefix("tile/entries/000") == true)
    }
  }

  @Test("that is no frame, or more than one, is refused")
  func frames() throws {
    let frame = try LZ4Frame.compress(EntryBundle.encode(ExampleLog(count: 4).leaves))
    #expect(try refusal(4, frame) == nil)
    for content in [[0], frame + frame, frame + [0], Array(frame.dropLast()), Array("none".utf8)] {
      #expect(try refusal(4, content)?.code == .bundle)
    }
  }

  @Test("packed otherwise has the right events, but is not what was written")
  func repacked() throws {
    let entries = try EntryBundle.encode(ExampleLog(count: 256).leaves)
    let error = try refusal(256, LZ4Frame.compress(entries, effort: .low))
    #expect(error?.code == .digest && error?.member == "digest")
  }
}
