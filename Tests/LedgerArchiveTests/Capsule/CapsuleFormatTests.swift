import LedgerArchive
import MerkleLog
import Testing

@Suite("A capsule's file")
struct CapsuleFormatTests {
  @Test(
    "has its members in order",
    arguments: [
      (0, []),
      (1, ["tile/0/000.p/1", "tile/entries/000.p/1.lz4"]),
      (256, ["tile/1/000.p/1", "tile/0/000", "tile/entries/000.lz4"]),
      (
        514,
        [
          "tile/1/000.p/2", "tile/0/002.p/2", "tile/0/000", "tile/entries/000.lz4", "tile/0/001",
          "tile/entries/001.lz4", "tile/entries/002.p/2.lz4",
        ]
      ),
    ] as [(Int, [String])])
  func order(size: Int, tiles: [String]) throws {
    let log = ExampleLog(count: size)
    let earlier = size > 20 ? [3, 20] : []
    let names = Archive(try CapsuleExamples.write(log, earlier: earlier)).members.map(\.name)
    #expect(
      names == ["capsule.json", "checkpoint"] + earlier.map { "checkpoints/\($0)" }
        + ["notices.json", "rule-books/tiny-1.json"] + tiles + ["digest"])
  }

  @Test("of a tree of three levels begins with the highest tile")
  func levels() throws {
    let log = ExampleLog(count: 65_536 + 257, upTo: 1)
    let names = Archive(try CapsuleExamples.write(log)).members.map(\.name)
    #expect(
      names[4..<11] == [
        "tile/2/000.p/1", "tile/1/001.p/1", "tile/0/257.p/1", "tile/1/000", "tile/0/000",
        "tile/entries/000.lz4", "tile/0/001",
      ])
    #expect(
      names.suffix(4) == [
        "tile/0/256", "tile/entries/256.lz4", "tile/entries/257.p/1.lz4", "digest",
      ])
    // Two tiles of level 1, one of level 2, and a tile and a bundle for each 256 events.
    #expect(names.count == 4 + 3 + 2 * 258 + 1 && Set(names).count == names.count)
  }

  @Test("is byte for byte the ustar archive of its members")
  func bytes() throws {
    for size in [0, 4, 256, 600] {
      let bytes = try CapsuleExamples.write(ExampleLog(count: size), earlier: size > 2 ? [1] : [])
      #expect(Archive(bytes).bytes == bytes)
    }
  }

  @Test("holds what each member's name says")
  func contents() throws {
    let log = ExampleLog(count: 258)
    let members = Archive(try CapsuleExamples.write(log, earlier: [7])).members
    let contents = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.content) })
    #expect(contents["checkpoint"] == (try log.checkpoint(258).bytes))
    #expect(contents["checkpoints/7"] == (try log.checkpoint(7).bytes))
    #expect(contents["tile/0/000"] == log.hashes.prefix(256).flatMap(\.bytes))
    #expect(contents["tile/0/001.p/2"] == log.hashes.suffix(2).flatMap(\.bytes))
    #expect(contents["tile/1/000.p/1"] == log.root(256).bytes)
    let full = try #require(contents["tile/entries/000.lz4"])
    #expect(try SealedBundle.open(full).bytes == EntryBundle.encode(Array(log.leaves.prefix(256))))
    let partial = try #require(contents["tile/entries/001.p/2.lz4"])
    let tail = try EntryBundle.encode(Array(log.leaves.suffix(2)))
    #expect(try LZ4Frame.decompress(partial, limit: 1_000) == tail)
    let summary = String(decoding: try #require(contents["capsule.json"]), as: UTF8.self)
    #expect(
      summary == #"{"checkpoints":1,"ledgerDigests":{"projections":"\#(log.root(0).base64)"},"#
        + #""notices":1,"origin":"capsule.example/log","root":"\#(log.root(258).base64)","#
        + #""ruleBooks":["tiny/1"],"schema":"govledger.capsule/1","size":258}"#)
  }

  @Test("ends with the tree hash over its members")
  func digest() throws {
    let members = Archive(try CapsuleExamples.small()).members
    let hashes = members.dropLast().map { SHA256Hasher.leaf(Archive.bytes(of: $0)) }
    let digest = MerkleTree<SHA256Hasher>.root(of: hashes).base64 + "\n"
    #expect(members.last?.content == Array(digest.utf8))
  }
}
