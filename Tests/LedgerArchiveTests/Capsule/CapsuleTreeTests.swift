import LedgerArchive
import MerkleLog
import Testing
import TestSupport

@Suite("A capsule whose parts do not agree")
struct CapsuleTreeTests {
  private let log = ExampleLog(count: 700)
  private let archive: Archive

  init() throws {
    archive = Archive(try CapsuleExamples.write(log, earlier: [0, 100, 300, 512, 699]))
  }

  /// The refusal of the archive with another content for one member.
  private func refusal(_ name: String, _ change: (inout [UInt8]) throws -> Void) throws
    -> CapsuleError?
  {
    var changed = archive
    let place = try #require(changed.members.firstIndex { $0.name == name })
    try change(&changed.members[place].content)
    return try CapsuleExamples.refusal(of: changed.bytes)
  }

  @Test("in one event is refused, naming its position", arguments: [0, 255, 256, 300, 512, 699])
  func events(position: Int) throws {
    let bundle = position / 256
    let width = bundle == 2 ? 700 - 512 : 256
    let name = "tile/entries/00\(bundle)" + (bundle == 2 ? ".p/188" : "") + ".lz4"
    var leaves = Array(log.leaves[(bundle * 256)...].prefix(width))
    leaves[position % 256].append(0)
    let error = try refusal(name) { $0 = try LZ4Frame.compress(EntryBundle.encode(leaves)) }
    #expect(error?.code == .event && error?.position == Int64(position) && error?.member == name)
  }

  @Test("in any hash of a tile is refused, naming the tile")
  func tiles() throws {
    var random = SplitMix64(seed: 31)
    for member in archive.members where member.name.hasPrefix("tile/") {
      guard !member.name.hasPrefix("tile/entries") else { continue }
      for start in stride(from: 0, to: member.content.count, by: 32) {
        let error = try refusal(member.name) {
          $0[start + Int.random(in: 0..<32, using: &random)] ^= 1
        }
        if member.name.contains(".p/") {
          #expect(error?.code == .root)
        } else {
          #expect(error?.code == .tile && error?.member == member.name)
        }
      }
    }
  }

  @Test("in a checkpoint that the log did sign is refused, naming the checkpoint")
  func forks() throws {
    for (size, name) in [0, 100, 300, 512, 699].map({ ($0, "checkpoints/\($0)") }) {
      let error = try refusal(name) {
        $0 = try ExampleLog.checkpoint(size: Int64(size), root: log.root(size == 0 ? 1 : size - 1))
          .bytes
      }
      #expect(error?.code == .inconsistent && error?.member == name, "\(name)")
    }
    let root = log.root(700)
    let smaller = try refusal("checkpoint") {
      $0 = try ExampleLog.checkpoint(size: 699, root: root).bytes
    }
    #expect(smaller?.code == .summary)
  }

  @Test("in the root is refused before any event is read")
  func root() throws {
    var changed = archive
    changed.members[1].content = try ExampleLog.checkpoint(size: 700, root: log.root(699)).bytes
    let summary = String(decoding: changed.members[0].content, as: UTF8.self)
    let parts = summary.split(separator: log.root(700).base64, omittingEmptySubsequences: false)
    changed.members[0].content = Array(parts.joined(separator: log.root(699).base64).utf8)
    let bytes = changed.bytes
    let capsule = try UnverifiedCapsule(reading: CapsuleExamples.source(bytes))
    var caught: CapsuleError?
    do {
      _ = try capsule.verified(by: ExampleLog.policy())
    } catch let error as CapsuleError {
      caught = error
    }
    #expect(caught?.code == .root)
  }

  @Test(
    "in what the summary says is refused",
    arguments: [
      (#""size":700"#, #""size":699"#, .summary), (#""size":700"#, #""size":701"#, .summary),
      (#""size":700"#, #""size":-1"#, .document), (#""size":700"#, #""size":0700"#, .document),
      (#""size":700"#, #""size":9007199254740992"#, .document),
      (#""notices":1"#, #""notices":2"#, .summary), (#""notices":1"#, #""notices":-1"#, .summary),
      (#""checkpoints":5"#, #""checkpoints":4"#, .member),
      (#""checkpoints":5"#, #""checkpoints":6"#, .member),
      (#""checkpoints":5"#, #""checkpoints":100001"#, .document),
      (#""checkpoints":5"#, #""checkpoints":-1"#, .document),
      ("capsule.example/log", "capsule.example/lo", .summary),
      (#"["tiny/1"]"#, "[]", .member), (#"["tiny/1"]"#, #"["tiny/2"]"#, .member),
      (#"["tiny/1"]"#, #"["tiny/1","tiny/1"]"#, .summary),
      (#"["tiny/1"]"#, #"["tiny/2","tiny/1"]"#, .summary),
      (#"["tiny/1"]"#, #"["tiny/01"]"#, .document), (#"["tiny/1"]"#, #"["../1"]"#, .document),
      ("capsule/1", "capsule/2", .document), (#"{"checkpoints""#, #"{ "checkpoints""#, .document),
      (#","size""#, #","sizes":1,"size""#, .document),
      (#""projections""#, #""projection""#, .document),
      (#""size":700}"#, #""size":700}}"#, .document),
    ] as [(String, String, CapsuleError.Code)])
  func summary(old: String, new: String, code: CapsuleError.Code) throws {
    let error = try refusal("capsule.json") { content in
      let text = String(decoding: content, as: UTF8.self)
      let parts = text.split(separator: old, omittingEmptySubsequences: false)
      #expect(parts.count == 2)
      content = Array(parts.joined(separator: new).utf8)
    }
    #expect(error?.code == code)
  }

  @Test("in the law's documents is refused")
  func law() throws {
    for name in ["notices.json", "rule-books/tiny-1.json"] {
      #expect(try refusal(name) { $0.append(0x0a) }?.code == .document)
      #expect(try refusal(name) { $0 = Array("{}".utf8) }?.code == .document)
      #expect(
        try refusal(name) { $0 = [UInt8](repeating: 0x5b, count: 200_000) }?.code == .document)
      // Another text, as good as the first.
      let other = try refusal(name) { content in
        let place = try #require(content.firstIndex(of: UInt8(ascii: "t")) ?? nil)
        let last = content.lastIndex { $0 == UInt8(ascii: "a") || $0 == UInt8(ascii: "t") }
        content[last ?? place] = UInt8(ascii: "b")
      }
      #expect(other.map { [.digest, .document].contains($0.code) } == true)
    }
    let changed = try refusal("rule-books/tiny-1.json") { content in
      let text = String(decoding: content, as: UTF8.self)
      content = Array(text.split(separator: "tiny/1").joined(separator: "tiny/2").utf8)
    }
    #expect(changed?.code == .summary)
  }
}
