import LedgerArchive
import LedgerCore
import MerkleLog
import Testing

@Suite("A capsule's reader")
struct CapsuleReaderTests {
  private struct Stopped: Error {}

  @Test("takes no more of the file than it needs for the page that it gives")
  func streams() throws {
    let log = ExampleLog(count: 20_000, upTo: 200)
    let bytes = try CapsuleExamples.write(log)
    let given = CapsuleExamples.source(bytes)
    var taken = 0
    let capsule = try UnverifiedCapsule { count in
      let next = given(count)
      taken += next.count
      return next
    }
    var reader = try capsule.verified(by: ExampleLog.policy())
    var ends: [Int] = []
    var end = 0
    for member in Archive(bytes).members {
      end += Archive.bytes(of: member).count
      if member.name.hasPrefix("tile/entries") { ends.append(end) }
    }
    var page = 0
    while try reader.next() != nil {
      #expect(taken <= ends[page] + 1 << 18)
      page += 1
    }
    #expect(page == ends.count && bytes.count > 4 << 18)
    _ = try reader.finish()
  }

  @Test("gives sealed pages, which can be opened in any order and are accepted in theirs")
  func sealed() throws {
    let log = ExampleLog(count: 700)
    var reader = try CapsuleExamples.reader(CapsuleExamples.write(log))
    var sealed: [SealedPage] = []
    while let page = try reader.nextSealed() { sealed.append(page) }
    #expect(sealed.map(\.reference.width) == [256, 256, 188])
    #expect(sealed.flatMap(\.hashes) == log.hashes)
    var opened: [CapsulePage] = []
    for page in sealed.reversed() { opened.insert(try page.opened(), at: 0) }
    let early = #expect(throws: CapsuleError.self) { try reader.accept(opened[1]) }
    #expect(early?.code == .unfinished && early?.position == 256)
    for page in opened { try reader.accept(page) }
    #expect(throws: CapsuleError.self) { try reader.accept(opened[2]) }
    let capsule = try reader.finish()
    #expect(capsule.summary.size == 700)
    let page = opened[1].leaves
    #expect(page.ranges.map { Array(page.bytes[$0]) } == Array(log.leaves[256..<512]))
  }

  @Test("does not finish before all pages were accepted")
  func unfinished() throws {
    let bytes = try CapsuleExamples.write(ExampleLog(count: 700))
    for accepted in 0...3 {
      var reader = try CapsuleExamples.reader(bytes)
      for _ in 0..<accepted { _ = try reader.next() }
      var seen = 0
      while try reader.nextSealed() != nil { seen += 1 }
      #expect(seen == 3 - accepted)
      let isFinished = finishes(reader)
      #expect(isFinished == (accepted == 3))
    }
    let isFinished = finishes(try CapsuleExamples.reader(bytes))
    #expect(!isFinished)
  }

  private func finishes(_ reader: consuming CapsuleReader) -> Bool {
    (try? reader.finish()) != nil
  }

  @Test("does not take the page of another capsule")
  func foreign() throws {
    var reader = try CapsuleExamples.reader(CapsuleExamples.write(ExampleLog(count: 4)))
    var other = try CapsuleExamples.reader(CapsuleExamples.write(ExampleLog(count: 4, seed: 2)))
    _ = try reader.nextSealed()
    let page = try #require(try other.nextSealed()).opened()
    #expect(throws: CapsuleError.self) { try reader.accept(page) }
  }

  @Test("lets the caller hash the events, and compares what it found")
  func hashing() throws {
    let log = ExampleLog(count: 300)
    var reader = try CapsuleExamples.reader(CapsuleExamples.write(log))
    let first = try #require(try reader.nextSealed())
    _ = try first.opened { page in page.ranges.map { page.hash(of: $0) } }
    let wrongs: [([TreeHash], Int64)] = [
      (log.hashes.prefix(255) + log.hashes.suffix(1), 255), (Array(log.hashes.prefix(255)), 255),
      (Array(log.hashes.prefix(257)), 256), ([], 0),
    ]
    for (hashes, position) in wrongs {
      let error = #expect(throws: CapsuleError.self) { try first.opened { _ in hashes } }
      #expect(error?.code == .event && error?.position == position)
    }
    #expect(throws: Stopped.self) { try first.opened { _ in throw Stopped() } }
  }

  @Test("passes on what its source throws, and stays stopped after an error")
  func errors() throws {
    var archive = Archive(try CapsuleExamples.write(ExampleLog(count: 700)))
    let place = try #require(archive.members.firstIndex { $0.name == "tile/0/001" })
    archive.members[place].content[0] ^= 1
    var reader = try CapsuleExamples.reader(archive.bytes)
    #expect(try reader.next()?.ranges.count == 256)
    for _ in 0..<3 {
      var code: CapsuleError.Code?
      do { _ = try reader.next() } catch let error as CapsuleError { code = error.code }
      #expect(code == .tile)
    }
    let isFinished = finishes(reader)
    #expect(!isFinished)
    #expect(throws: Stopped.self) { _ = try UnverifiedCapsule { _ in throw Stopped() } }
  }

  @Test("says where and what in one line")
  func description() throws {
    let error = try CapsuleExamples.refusal(of: [])
    #expect(
      error?.description
        == "truncated: capsule.json: expected 512 bytes, found the end after 0")
    #expect(try error == CapsuleExamples.refusal(of: [1]))
  }
}
