import LedgerArchive
import MerkleLog
import Testing
import TestSupport

@Suite("A damaged capsule")
struct CapsuleHostileTests {
  @Test("is refused when cut anywhere")
  func truncation() throws {
    var random = SplitMix64(seed: 20)
    let bytes = try CapsuleExamples.small()
    #expect(try CapsuleExamples.refusal(of: bytes) == nil)
    for length in CapsuleExamples.tried(bytes.indices, &random) {
      let error = try #require(try CapsuleExamples.refusal(of: Array(bytes.prefix(length))))
      #expect(error.code == .truncated, "\(length): \(error)")
    }
  }

  @Test("with any byte changed is refused, and the member is named")
  func flips() throws {
    var random = SplitMix64(seed: 21)
    let bytes = try CapsuleExamples.small()
    for (name, range) in members(of: bytes) {
      for index in CapsuleExamples.tried(range, &random) {
        var changed = bytes
        changed[index] ^= UInt8.random(in: 1...255, using: &random)
        let error = try #require(try CapsuleExamples.refusal(of: changed), "\(name), byte \(index)")
        // What one document says of another may be found wrong at either.
        let isNamed =
          [name, "digest", "capsule.json"].contains(error.member)
          || name.hasPrefix(error.member)
        #expect(isNamed || name == "capsule.json", "\(name), byte \(index): \(error)")
      }
    }
  }

  @Test("with random changes is refused or is the same bytes")
  func mutations() throws {
    var random = SplitMix64(seed: 22)
    let bytes = try CapsuleExamples.small()
    var refusals: [CapsuleError.Code: Int] = [:]
    for _ in 0..<(CapsuleExamples.triesEveryByte ? 10_000 : 1_000) {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) { mutate(&changed, &random) }
      guard changed != bytes else { continue }
      let error = try #require(try CapsuleExamples.refusal(of: changed))
      refusals[error.code, default: 0] += 1
    }
    #expect(refusals.count > 8, "\(refusals)")
  }

  /// Changes, removes, doubles, adds, fills or exchanges some bytes or blocks.
  private func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    guard bytes.count > 1_024 else { return }
    let isBlock = Bool.random(using: &random)
    let unit = isBlock ? 512 : 1
    let start = Int.random(in: 0..<(bytes.count / unit), using: &random) * unit
    let length = isBlock ? 512 : Int.random(in: 1...8, using: &random)
    let range = start..<min(start + length, bytes.count)
    let piece = Array(bytes[range])
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(range)
    case 1: bytes.insert(contentsOf: piece, at: start)
    case 2: bytes.replaceSubrange(range, with: repeatElement(0, count: piece.count))
    case 3: bytes.replaceSubrange(range, with: repeatElement(0xff, count: piece.count))
    case 4:
      let other = Int.random(in: 0..<(bytes.count / unit - 1), using: &random) * unit
      bytes.replaceSubrange(other..<min(other + piece.count, bytes.count), with: piece)
    default:
      for index in range { bytes[index] = UInt8.random(in: 0...255, using: &random) }
    }
  }

  @Test("with anything after its end is refused")
  func trailing() throws {
    let bytes = try CapsuleExamples.small()
    for surplus in [[0], [UInt8](repeating: 0, count: 512), [1], bytes] {
      #expect(try CapsuleExamples.refusal(of: bytes + surplus)?.code == .trailingBytes)
    }
    #expect(try CapsuleExamples.refusal(of: [])?.code == .truncated)
  }

  @Test("with a member left out, doubled, moved or added is refused")
  func order() throws {
    let archive = Archive(try CapsuleExamples.write(ExampleLog(count: 514), earlier: [3, 300]))
    #expect(try CapsuleExamples.refusal(of: archive.bytes) == nil)
    for place in archive.members.indices {
      var without = archive
      let member = without.members.remove(at: place)
      try expectOther(without, "without \(member.name)")
      var doubled = archive
      doubled.members.insert(member, at: place)
      try expectOther(doubled, "\(member.name) twice")
      for other in without.members.indices where other != place {
        var moved = without
        moved.members.insert(member, at: other)
        try expectOther(moved, "\(member.name) at \(other)")
      }
      var added = archive
      added.members.insert(.init(name: "README", content: []), at: place)
      try expectOther(added, "README at \(place)")
    }
  }

  private func expectOther(_ archive: Archive, _ what: Comment) throws {
    let error = try #require(try CapsuleExamples.refusal(of: archive.bytes), what)
    #expect([.member, .size, .trailingBytes].contains(error.code), "\(what): \(error)")
  }

  /// Where each member lies, with the end mark as one.
  private func members(of bytes: [UInt8]) -> [(String, Range<Int>)] {
    var found: [(String, Range<Int>)] = []
    var start = 0
    for member in Archive(bytes).members {
      let end = start + Archive.bytes(of: member).count
      found.append((member.name, start..<end))
      start = end
    }
    return found + [("the end mark", start..<bytes.count)]
  }
}
