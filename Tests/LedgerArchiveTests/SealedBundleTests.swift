import LedgerArchive
import Testing
import TestSupport

@Suite("A sealed bundle")
struct SealedBundleTests {
  @Test("gives back its 256 entries")
  func roundTrip() throws {
    var random = SplitMix64(seed: 7)
    for length in [0, 1, 40, 400] {
      let entries = random.entries(count: 256, upTo: length)
      let bundle = try EntryBundle.encode(entries)
      let sealed = try SealedBundle.seal(bundle)
      let opened = try SealedBundle.open(sealed)
      #expect(opened.bytes == bundle)
      #expect(opened.ranges.map { Array(opened.bytes[$0]) } == entries)
      let again = try sealed.withUnsafeBytes { try SealedBundle.open($0) }
      #expect(again.bytes == bundle && again.ranges == opened.ranges)
    }
  }

  @Test("is opened behind other bytes, its ranges moved on by these")
  func appended() throws {
    var random = SplitMix64(seed: 10)
    var bytes: [UInt8] = []
    for length in [0, 40, 400, 3] {
      let sealed = try SealedBundle.seal(
        EntryBundle.encode(random.entries(count: 256, upTo: length)))
      let opened = try SealedBundle.open(sealed)
      let before = bytes
      let ranges = try sealed.withUnsafeBytes { try SealedBundle.open($0, appendingTo: &bytes) }
      #expect(bytes == before + opened.bytes)
      let moved = opened.ranges.map { $0.lowerBound + before.count..<$0.upperBound + before.count }
      #expect(ranges == moved)
    }
  }

  @Test("that is refused leaves the bytes before it as they were")
  func appendedDamage() throws {
    var random = SplitMix64(seed: 11)
    let bundle = try EntryBundle.encode(random.entries(count: 256, upTo: 6))
    let sealed = try SealedBundle.seal(bundle)
    let before = random.bytes(count: 100)
    var damaged = sealed.indices.map { Array(sealed.prefix($0)) } + [sealed + [0]]
    for index in sealed.indices {
      for mask in [0x01, 0xff, UInt8.random(in: 1...255, using: &random)] {
        var changed = sealed
        changed[index] ^= mask
        damaged.append(changed)
      }
    }
    // Whole frames that are not bundles.
    damaged += try [Array(bundle.dropLast()), bundle + [0, 0], []].map({ try LZ4Frame.compress($0) }
    )
    var refused = 0
    for frame in damaged {
      var bytes = before
      let ranges = frame.withUnsafeBytes { try? SealedBundle.open($0, appendingTo: &bytes) }
      if ranges == nil { refused += 1 }
      #expect(bytes == (ranges == nil ? before : before + bundle))
      let isOpened = (try? SealedBundle.open(frame)) != nil
      #expect(isOpened == (ranges != nil))
    }
    #expect(refused > damaged.count / 2)
  }

  @Test("may be as large as 256 of the longest entries")
  func largest() throws {
    let entry = [UInt8](repeating: 3, count: EntryBundle.maximumEntryLength)
    let bundle = try EntryBundle.encode([[UInt8]](repeating: entry, count: 256))
    #expect(bundle.count == EntryBundle.maximumByteCount)
    #expect(try SealedBundle.open(SealedBundle.seal(bundle)).bytes == bundle)
  }

  @Test("is full: other counts are neither sealed nor opened")
  func counts() throws {
    for count in [1, 255] {
      let bundle = try EntryBundle.encode([[UInt8]](repeating: [1], count: count))
      #expect(code { () throws(ArchiveError) in try SealedBundle.seal(bundle) } == .truncatedBundle)
      let frame = try LZ4Frame.compress(bundle)
      #expect(code { () throws(ArchiveError) in try SealedBundle.open(frame) } == .truncatedBundle)
    }
    let full = try EntryBundle.encode([[UInt8]](repeating: [1], count: 256)) + [0, 0]
    #expect(code { () throws(ArchiveError) in try SealedBundle.seal(full) } == .trailingBytes)
  }

  @Test("with any byte changed is refused or has the same content")
  func flips() throws {
    var random = SplitMix64(seed: 8)
    let bundle = try EntryBundle.encode(random.entries(count: 256, upTo: 6))
    let sealed = try SealedBundle.seal(bundle)
    for index in sealed.indices {
      for mask in [0x01, 0x80, 0xff, UInt8.random(in: 1...255, using: &random)] {
        var changed = sealed
        changed[index] ^= mask
        let opened = try? SealedBundle.open(changed)
        #expect(opened == nil || opened?.bytes == bundle)
      }
    }
  }

  @Test("is refused when cut anywhere")
  func truncation() throws {
    var random = SplitMix64(seed: 9)
    let sealed = try SealedBundle.seal(EntryBundle.encode(random.entries(count: 256, upTo: 6)))
    for length in sealed.indices {
      let cut = Array(sealed.prefix(length))
      #expect(code { () throws(ArchiveError) in try SealedBundle.open(cut) } != nil)
    }
  }

  @Test("errors are equal by code and say what was found")
  func errors() throws {
    let first = #expect(throws: ArchiveError.self) { try SealedBundle.seal([0]) }
    let second = #expect(throws: ArchiveError.self) { try SealedBundle.seal([0, 0, 0]) }
    #expect(first == second)
    #expect(first?.message != second?.message)
    #expect(
      first?.description
        == "truncatedBundle: the length of entry 0 should stand at byte 0, found the end at byte 1")
  }
}
