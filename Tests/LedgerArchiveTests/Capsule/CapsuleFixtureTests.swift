import Foundation
import LedgerArchive
import MerkleLog
import Testing

/// The capsule that `Tests/Conformance/capsule.py` has written, which shares no code with this one.
@Suite("The capsule of another implementation")
struct CapsuleFixtureTests {
  private let bytes: [UInt8]
  private let leaves = (0..<258).map { Array("event \($0)".utf8) }

  init() throws {
    let file = URL(filePath: #filePath).appending(
      path: "../../../Conformance/capsules/python.tar", directoryHint: .notDirectory)
    bytes = Array(try Data(contentsOf: file.standardized))
  }

  private static let notices = """
    {"schema":"govledger.notices/1","notices":[
      {"notice":"国办发〔2024〕1号","issuedOn":"2024-01-01","off":["2024-01-01"],"worked":[]}]}
    """
  private static let book = """
    {"schema":"govledger.rule-book/1","book":"tiny/1","title":{"zh":"办法","en":"measures"},
      "inForceFrom":"2020-02-01","obligations":[],"violations":[]}
    """

  @Test("is read")
  func reading() throws {
    #expect(try CapsuleExamples.read(bytes) == leaves)
  }

  @Test("has the members that are written here, byte for byte but for the frames")
  func writing() throws {
    let log = ExampleLog(leaves: leaves)
    let law = try CapsuleLaw(
      notices: Array(Self.notices.utf8), ruleBooks: [Array(Self.book.utf8)])
    let writer = try CapsuleWriter(
      checkpoint: log.checkpoint(258), earlier: [0, 7, 256].map { try log.checkpoint($0) },
      law: law, projectionsDigest: TreeHash(0..<32))
    var written: [UInt8] = []
    try writer.write(log) { written += $0 }
    let members = Archive(written).members.dropLast()
    let expected = Archive(bytes).members.dropLast()
    #expect(members.map(\.name) == expected.map(\.name))
    for (member, other) in zip(members, expected) {
      if member.name.hasSuffix(".lz4") {
        #expect(try unpacked(member) == unpacked(other), "\(member.name)")
      } else {
        #expect(member.content == other.content, "\(member.name)")
      }
    }
    #expect(Archive(bytes).bytes == bytes)
  }

  private func unpacked(_ member: Archive.Member) throws -> [UInt8] {
    try LZ4Frame.decompress(member.content, limit: EntryBundle.maximumByteCount)
  }
}
