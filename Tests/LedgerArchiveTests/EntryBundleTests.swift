import LedgerArchive
import Testing
import TestSupport

@Suite("An entry bundle")
struct EntryBundleTests {
  @Test("is lengths in two bytes, big-endian, and entries")
  func bytes() throws {
    let entries: [[UInt8]] = [[0x61], [], Array(repeating: 7, count: 258)]
    let bundle = try EntryBundle.encode(entries)
    #expect(bundle == [0, 1, 0x61, 0, 0, 1, 2] + entries[2])
    #expect(try EntryBundle.ranges(in: bundle, count: 3) == [2..<3, 5..<5, 7..<265])
  }

  @Test("gives back the entries it was given")
  func roundTrip() throws {
    var random = SplitMix64(seed: 1)
    for _ in 0..<1_000 {
      let count = Int.random(in: 1...256, using: &random)
      let entries = random.entries(count: count, upTo: 12)
      let bundle = try EntryBundle.encode(entries)
      let ranges = try EntryBundle.ranges(in: bundle, count: count)
      #expect(ranges.map { Array(bundle[$0]) } == entries)
    }
  }

  @Test("is found behind other bytes")
  func behind() throws {
    var random = SplitMix64(seed: 2)
    for _ in 0..<300 {
      let count = Int.random(in: 1...256, using: &random)
      let bundle = try EntryBundle.encode(random.entries(count: count, upTo: 12))
      let before = random.bytes(count: Int.random(in: 0...20, using: &random))
      let ranges = try EntryBundle.ranges(in: bundle, count: count)
      let moved = try EntryBundle.ranges(in: before + bundle, from: before.count, count: count)
      #expect(
        moved == ranges.map { $0.lowerBound + before.count..<$0.upperBound + before.count })
      #expect(
        code { () throws(ArchiveError) in
          try EntryBundle.ranges(in: before + bundle + [0], from: before.count, count: count)
        } == .trailingBytes)
    }
  }

  @Test("takes entries up to 65,535 bytes and no longer")
  func lengths() throws {
    let longest = [UInt8](repeating: 1, count: 65_535)
    let bundle = try EntryBundle.encode([longest, longest])
    #expect(try EntryBundle.ranges(in: bundle, count: 2) == [2..<65_537, 65_539..<131_074])
    #expect(
      code { () throws(ArchiveError) in try EntryBundle.encode([longest + [1]]) } == .entryTooLong)
    #expect(EntryBundle.maximumByteCount == 256 * (65_535 + 2))
  }

  @Test("has 1 to 256 entries", arguments: [Int.min, -1, 0, 257, .max])
  func counts(count: Int) {
    #expect(
      code { () throws(ArchiveError) in try EntryBundle.ranges(in: [0, 0], count: count) }
        == .entryCount)
    guard (0...300).contains(count) else { return }
    let entries = [[UInt8]](repeating: [], count: count)
    #expect(code { () throws(ArchiveError) in try EntryBundle.encode(entries) } == .entryCount)
  }

  @Test("is refused when cut anywhere or continued")
  func strictness() throws {
    var random = SplitMix64(seed: 2)
    let bundle = try EntryBundle.encode(random.entries(count: 20, upTo: 9))
    for length in 0..<bundle.count {
      let cut = Array(bundle.prefix(length))
      #expect(ranges(in: cut, count: 20) == .truncatedBundle)
    }
    #expect(ranges(in: bundle, count: 19) == .trailingBytes)
    #expect(ranges(in: bundle, count: 21) == .truncatedBundle)
    #expect(ranges(in: bundle + [0], count: 20) == .trailingBytes)
    #expect(ranges(in: [0xff, 0xff, 0], count: 1) == .truncatedBundle)
  }

  @Test("read from random bytes never leaves their bounds")
  func randomBytes() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<20_000 {
      let bytes = random.bytes(count: Int.random(in: 0...40, using: &random), variety: 5)
      let count = Int.random(in: 1...8, using: &random)
      guard let ranges = try? EntryBundle.ranges(in: bytes, count: count) else { continue }
      let entries = ranges.map { Array(bytes[$0]) }
      #expect((try? EntryBundle.encode(entries)) == bytes)
    }
  }

  private func ranges(in bytes: [UInt8], count: Int) -> ArchiveError.Code? {
    code { () throws(ArchiveError) in try EntryBundle.ranges(in: bytes, count: count) }
  }
}

@Suite("An entry bundle's writer")
struct EntryBundleWriterTests {
  @Test("writes what the whole encoding writes")
  func same() throws {
    var random = SplitMix64(seed: 4)
    var writer = EntryBundleWriter()
    for count in [1, 2, 255, 256] {
      let entries = random.entries(count: count, upTo: 30)
      writer.removeAll()
      #expect(writer.count == 0 && writer.bytes.isEmpty)
      for (index, entry) in entries.enumerated() {
        if index.isMultiple(of: 2) {
          try writer.append(entry)
        } else {
          try entry.withUnsafeBytes { try writer.append($0) }
        }
      }
      #expect(writer.count == count)
      #expect(writer.isFull == (count == 256))
      #expect(try writer.bytes == EntryBundle.encode(entries))
    }
  }

  @Test("is as it was after an error")
  func errors() throws {
    var writer = EntryBundleWriter()
    try writer.append([1])
    let long = [UInt8](repeating: 0, count: 65_536)
    #expect(throws: ArchiveError.self) { try writer.append(long) }
    #expect(writer.bytes == [0, 1, 1] && writer.count == 1)
    for _ in 1..<256 {
      try writer.append([])
    }
    let before = writer.bytes
    #expect(throws: ArchiveError.self) { try writer.append([2]) }
    #expect(writer.bytes == before && writer.count == 256)
  }
}
