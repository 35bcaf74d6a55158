import LedgerArchive
import LedgerCore
import MerkleLog
import Testing

@Suite("A capsule")
struct CapsuleRoundTripTests {
  @Test(
    "gives back the events of a log of any size",
    arguments: [0...20, 250...260, 509...515, 1_020...1_030, 1_099...1_100])
  func sizes(sizes: ClosedRange<Int>) throws {
    let log = ExampleLog(count: sizes.upperBound)
    for size in sizes {
      let bytes = try CapsuleExamples.write(log, size: size)
      #expect(try CapsuleExamples.read(bytes) == Array(log.leaves.prefix(size)))
      #expect(try CapsuleExamples.write(log, size: size) == bytes)
    }
  }

  @Test("gives back a log whose tiles fill a level", arguments: [65_536, 65_537, 66_049])
  func levels(size: Int) throws {
    let log = ExampleLog(count: size, upTo: 4)
    let earlier = [0, 1, 255, 256, 257, 511, 512, 32_768, 65_279, 65_535].filter { $0 < size }
    let bytes = try CapsuleExamples.write(log, earlier: earlier)
    var reader = try CapsuleExamples.reader(bytes)
    var position: Int64 = 0
    while let page = try reader.next() {
      #expect(page.first == position)
      let first = Int(position)
      #expect(
        page.ranges.map { Array(page.bytes[$0]) }
          == Array(log.leaves[first..<min(first + 256, size)])
      )
      position = page.next
    }
    #expect(position == Int64(size))
    let capsule = try reader.finish()
    #expect(capsule.checkpoint.checkpoint.root == log.root(size))
  }

  @Test("is the same bytes whether the log has grown since or not, and however it is read")
  func grown() throws {
    for size in [3, 255, 256, 300, 600] {
      let log = ExampleLog(count: 700)
      var loose = log
      loose.isSealed = false
      let bytes = try CapsuleExamples.write(log, size: size, earlier: [1, 2])
      #expect(try CapsuleExamples.write(loose, size: size, earlier: [1, 2]) == bytes)
      let leaves = try CapsuleExamples.read(bytes)
      #expect(leaves == Array(log.leaves.prefix(size)))
      #expect(try CapsuleExamples.read(bytes, piece: 1_000) == leaves)
      #expect(try size > 256 || CapsuleExamples.read(bytes, piece: 1) == leaves)
    }
  }

  @Test("agrees with each of the earlier checkpoints, at every size")
  func earlier() throws {
    let log = ExampleLog(count: 530)
    let bytes = try CapsuleExamples.write(log, earlier: Array(0..<530))
    #expect(try CapsuleExamples.read(bytes).count == 530)
    var found: [Int64] = []
    let capsule = try UnverifiedCapsule(reading: CapsuleExamples.source(bytes))
    _ = try capsule.verified(by: ExampleLog.policy()) { found.append($0.checkpoint.size) }
    #expect(found == Array(0..<530))
  }

  @Test("carries the law and says what it holds")
  func head() throws {
    let log = ExampleLog(count: 9)
    let law = try CapsuleLaw.bundled()
    let bytes = try CapsuleExamples.write(log, earlier: [2, 5], law: law)
    var reader = try CapsuleExamples.reader(bytes)
    while try reader.next() != nil {}
    let capsule = try reader.finish()
    let bundled = try BundledLaw.load()
    #expect(capsule.law.notices == bundled.notices)
    #expect(
      capsule.law.ruleBooks.map(\.name.description)
        == bundled.books.map(\.name.description).sorted())
    #expect(capsule.law.noticesDocument == law.noticesDocument)
    #expect(capsule.law.ruleBookDocuments == law.ruleBookDocuments)
    #expect(capsule.summary.origin == ExampleLog.origin)
    #expect(capsule.summary.size == 9 && capsule.summary.root == log.root(9))
    #expect(capsule.summary.checkpoints == 2 && capsule.summary.notices == bundled.notices.count)
    #expect(capsule.summary.claimedProjectionsDigest == log.root(0))
  }

  @Test("gives pages that a replay reads fast: with zeros after the last event")
  func padding() throws {
    let bytes = try CapsuleExamples.write(ExampleLog(count: 300))
    var reader = try CapsuleExamples.reader(bytes)
    var pages = 0
    while let page = try reader.next() {
      let end = try #require(page.ranges.last?.upperBound)
      #expect(page.bytes[end...] == ArraySlice(repeating: 0, count: LeafPage.padding))
      pages += 1
    }
    #expect(pages == 2)
  }
}
