import LedgerArchive
import MerkleLog
import Testing

@Suite("A capsule's writer")
struct CapsuleWriterTests {
  private struct Full: Error {}

  private func refusal(_ body: () throws -> Void) throws -> CapsuleError.Code? {
    do {
      try body()
      return nil
    } catch let error as CapsuleError {
      return error.code
    }
  }

  @Test("refuses checkpoints that are not of one log in ascending order")
  func checkpoints() throws {
    let log = ExampleLog(count: 20)
    let law = try CapsuleExamples.smallLaw()
    let last = try log.checkpoint(20)
    let other = try ExampleLog.checkpoint(size: 5, root: log.root(5), origin: "other.example")
    let lists = try [
      [log.checkpoint(20)], [log.checkpoint(3), log.checkpoint(3)],
      [log.checkpoint(4), log.checkpoint(3)], [other],
    ]
    for list in lists {
      let code = try refusal { _ = try CapsuleWriter(checkpoint: last, earlier: list, law: law) }
      #expect(code == .checkpoint)
    }
    let huge = try ExampleLog.checkpoint(size: 1 << 53, root: log.root(5))
    #expect(try refusal { _ = try CapsuleWriter(checkpoint: huge, law: law) } == .document)
  }

  @Test("refuses a log that is not the one that was signed")
  func logs() throws {
    let log = ExampleLog(count: 700)
    let other = ExampleLog(count: 700, seed: 2)
    let law = try CapsuleExamples.smallLaw()
    let writer = try CapsuleWriter(checkpoint: log.checkpoint(700), law: law)
    #expect(try refusal { try writer.write(other) { _ in } } == .root)
    var mixed = other
    mixed.tiles = log.tiles
    #expect(try refusal { try writer.write(mixed) { _ in } } == .event)
    let tile = try #require(TileReference(level: 0, number: 1))
    mixed = log
    mixed.tiles[tile] = other.tiles[tile]
    #expect(try refusal { try writer.write(mixed) { _ in } } == .tile)
    mixed.tiles[tile] = nil
    #expect(try refusal { try writer.write(mixed) { _ in } } == .tile)
    let fork = try ExampleLog.checkpoint(size: 300, root: other.root(300))
    let forked = try CapsuleWriter(checkpoint: log.checkpoint(700), earlier: [fork], law: law)
    #expect(try refusal { try forked.write(log) { _ in } } == .inconsistent)
  }

  @Test("refuses bundles of another number of events")
  func bundles() throws {
    struct Short: CapsuleLog {
      let log: ExampleLog
      let bundle: CapsuleBundle
      func hashes(of tile: TileReference) throws -> [TreeHash]? { try log.hashes(of: tile) }
      func bundle(_ reference: BundleReference) throws -> CapsuleBundle { bundle }
    }
    let law = try CapsuleExamples.smallLaw()
    for (count, found) in [(4, 3), (4, 5), (256, 255), (4, 0), (4, 257)] {
      let log = ExampleLog(count: count)
      let leaves = Array(ExampleLog(count: 257).leaves.prefix(found))
      let writer = try CapsuleWriter(checkpoint: log.checkpoint(count), law: law)
      let short = Short(log: log, bundle: .leaves(leaves))
      #expect(try refusal { try writer.write(short) { _ in } } == .bundle)
      let broken = Short(log: log, bundle: .sealed([1, 2, 3]))
      #expect(try refusal { try writer.write(broken) { _ in } } == .bundle)
    }
  }

  @Test("hands over member by member and stops when the sink does")
  func sink() throws {
    let log = ExampleLog(count: 2_000, upTo: 100)
    let writer = try CapsuleWriter(
      checkpoint: log.checkpoint(2_000), law: CapsuleExamples.smallLaw())
    var pieces: [Int] = []
    try writer.write(log) { pieces.append($0.count) }
    #expect(pieces.max() ?? .max < 40_000 && pieces.count == 4 + 2 + 2 * 7 + 1 + 1)
    var left = 7
    #expect(throws: Full.self) {
      try writer.write(log) { _ in
        left -= 1
        if left == 0 { throw Full() }
      }
    }
    #expect(left == 0)
  }

  @Test("puts the law in canonical form and order, and refuses what is none")
  func law() throws {
    let law = try CapsuleExamples.smallLaw()
    let book = try #require(law.ruleBookDocuments.first)
    let text = String(decoding: book, as: UTF8.self)
    let books = ["b/2", "b/10", "a/1", "a-b/1"].map { name in
      Array(" \(text.split(separator: "tiny/1").joined(separator: name)) \n".utf8)
    }
    let many = try CapsuleLaw(notices: law.noticesDocument, ruleBooks: books)
    #expect(
      many.ruleBooks.map(\.name.description)
        == ["a-1", "a-b-1", "b-10", "b-2"].map {
          $0.split(separator: "-").dropLast().joined(separator: "-") + "/"
            + ($0.split(separator: "-").last ?? "")
        })
    let capsule = try CapsuleExamples.write(ExampleLog(count: 3), law: many)
    #expect(try CapsuleExamples.refusal(of: capsule) == nil)
    #expect(
      try refusal {
        _ = try CapsuleLaw(notices: law.noticesDocument, ruleBooks: [book, book])
      } == .document)
    for document in ["", "[]", "{}", String(repeating: " ", count: 1 << 19)] {
      let document = Array(document.utf8)
      #expect(try refusal { _ = try CapsuleLaw(notices: document, ruleBooks: []) } == .document)
      #expect(
        try refusal {
          _ = try CapsuleLaw(notices: law.noticesDocument, ruleBooks: [document])
        } == .document)
    }
  }
}
