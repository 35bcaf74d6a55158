import MerkleLog
import Testing

@Suite("A checkpoint")
struct CheckpointTests {
  private let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

  private func read(_ text: String) throws -> Checkpoint {
    try Checkpoint(NoteText(Array(text.utf8)))
  }

  @Test("of the example in C2SP tlog-checkpoint is read and written back")
  func example() throws {
    let checkpoint = try read(NoteExamples.body)
    #expect(checkpoint.origin == "example.com/behind-the-sofa")
    #expect(checkpoint.size == 20_852_163)
    #expect(checkpoint.root.base64 == root)
    #expect(checkpoint.extensions.isEmpty)
    #expect(checkpoint.text.bytes == Array(NoteExamples.body.utf8))
    let made = try Checkpoint(
      origin: checkpoint.origin, size: 20_852_163, root: checkpoint.root)
    #expect(made == checkpoint)
  }

  @Test(
    "keeps any origin, extensions and the largest size as they are",
    arguments: [
      "go.sum database tree\n0\n", "山东省 账本+1\n1\n", " \n9223372036854775807\n",
    ])
  func forms(head: String) throws {
    for extensions in ["", "one\n", "one\ntwo \n— x\n"] {
      let text = head + root + "\n" + extensions
      let checkpoint = try read(text)
      #expect(checkpoint.text.bytes == Array(text.utf8))
      #expect(checkpoint.extensions.map { $0 + "\n" }.joined() == extensions)
    }
  }

  @Test(
    "is not read from any other text",
    arguments: [
      "\n", "a\n", "a\n1\n", "\n1\nR\n", "a\n\nR\n", "a\n1\n\n", "a\n1\nR\n\n", "a\n1\nR\n\nx\n",
      "a\n01\nR\n", "a\n00\nR\n", "a\n-1\nR\n", "a\n+1\nR\n", "a\n1 \nR\n", "a\n 1\nR\n",
      "a\n1.0\nR\n",
      "a\n0x1\nR\n", "a\n١\nR\n", "a\n9223372036854775808\nR\n", "a\n18446744073709551615\nR\n",
      "a\n99999999999999999999999\nR\n", "a\n1\nR \n", "a\n1\n R\n", "a\n1\nAAAA\n", "a\n1\nr\n",
      "a\n1\n=\n",
      "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
      "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
      "a\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
    ])
  func refused(text: String) {
    expect(.malformedCheckpoint) { try read(text.replacing("R", with: root)) }
  }

  @Test(
    "is not made of parts that could not be read back",
    arguments: [
      "", "a\nb", "a\r", "a\tb", "\n", "\u{0}",
    ])
  func parts(line: String) {
    expect(.malformedCheckpoint) { try Checkpoint(origin: line, size: 0, root: leaf(0)) }
    expect(.malformedCheckpoint) {
      try Checkpoint(origin: "a", size: 0, root: leaf(0), extensions: [line])
    }
    expect(.malformedCheckpoint) { try Checkpoint(origin: "a", size: -1, root: leaf(0)) }
  }

  @Test("is equal only byte for byte")
  func equality() throws {
    let (composed, decomposed) = ("caf\u{e9}", "cafe\u{301}")
    let one = try Checkpoint(origin: composed, size: 1, root: leaf(0))
    let other = try Checkpoint(origin: decomposed, size: 1, root: leaf(0))
    #expect(one != other && !one.isSameHead(as: other) && !one.hasOrigin(decomposed))
    let extended = try Checkpoint(origin: composed, size: 1, root: leaf(0), extensions: ["x"])
    #expect(one != extended && one.isSameHead(as: extended))
  }
}
