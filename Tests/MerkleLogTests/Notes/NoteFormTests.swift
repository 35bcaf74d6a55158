import MerkleLog
import Testing

private let example = NoteExamples.text
private let peter = NoteExamples.peterLine

@Suite("The form of a signed note")
struct NoteFormTests {
  @Test(
    "lets a text have blank lines, other scripts and what looks like a signature",
    arguments: [
      "\n", "\n\n", "a\n", "a\n\nb\n", "\n— PeterNeumann AAAAAAA=\n", "政务数据\n\ned è subito sera.\n",
      "a\n\n— x AAAAAAA=\n", " \n", "\u{85}\u{2028}\u{7f}\n",
    ])
  func texts(text: String) throws {
    let note = try NoteExamples.note(text, "\n", peter)
    #expect(note.text.bytes == Array(text.utf8))
    #expect(note.signatures.count == 1)
    #expect(note.bytes == Array((text + "\n" + peter).utf8))
  }

  @Test(
    "is refused in any other form",
    arguments: [
      "", "\n", "\n\n", example, example + "\n", example + peter, example + "\n" + peter.dropLast(),
      example + "\n" + peter + "\n", example + "\n" + peter + "\n\n",
      example + "\n" + peter + "more\n",
      example + "\n" + "more\n" + peter, "\n" + peter, peter, "a" + "\n" + peter,
      (example + "\n" + peter).replacing("\n", with: "\r\n"),
      example + "\n" + peter.replacing("\n", with: "\r\n"),
      "\u{1}" + example + "\n" + peter, "\t" + example + "\n" + peter, "a\u{0}\n\n" + peter,
      example + "\n- PeterNeumann" + peter.dropFirst(14), example + "\n–" + peter.dropFirst(),
      example + "\n—" + peter.dropFirst(2), example + "\n—  " + peter.dropFirst(2),
      example + "\n " + peter,
      example + "\n" + peter.dropLast() + " \n", example + "\n— Peter Neumann AAAAAAA=\n",
      example + "\n— PeterNeumann\n", example + "\n— PeterNeumann \n", example + "\n—  AAAAAAA=\n",
      example + "\n— Peter+Neumann AAAAAAA=\n", example + "\n— PeterNeumann AAAA\n",
      example + "\n— PeterNeumann AAAAAA==\n", example + "\n— PeterNeumann AAAAAAB=\n",
      example + "\n— PeterNeumann AAAAAAA\n", example + "\n— PeterNeumann AAAAAAA=\u{a0}\n",
      example + "\n— Peter\u{3000}Neumann AAAAAAA=\n",
    ] as [String])
  func refused(note: String) {
    expect(.malformedNote) { try UnverifiedNote(note.utf8) }
  }

  @Test(
    "is UTF-8",
    arguments: [
      [0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x80],
    ] as [[UInt8]])
  func encoding(bytes: [UInt8]) {
    let rest = Array(("\n\n" + peter).utf8)
    expect(.malformedNote) { try UnverifiedNote(bytes + rest) }
    expect(.malformedNote) { try NoteText(bytes + [0x0a]) }
    let name = Array("a\n\n— ".utf8) + bytes + Array(" AAAAAAA=\n".utf8)
    expect(.malformedNote) { try UnverifiedNote(name) }
  }

  @Test("has at most 100 signatures")
  func signatureLimit() throws {
    let hundred = String(repeating: peter, count: 100)
    let note = try NoteExamples.note("a\n\n", hundred)
    #expect(note.signatures.count == 100)
    expect(.tooLarge) { try NoteExamples.note("a\n\n", hundred, peter) }
    let other = try NoteSignature(line: NoteExamples.enochLine.utf8)
    expect(.tooLarge) { try note.adding([other]) }
  }

  @Test("has at most a million bytes")
  func byteLimit() throws {
    let end = "\n\n" + peter
    let room = UnverifiedNote.maximumByteCount - end.utf8.count
    let filler = Array(repeating: UInt8(ascii: "a"), count: room)
    let note = try UnverifiedNote(filler + Array(end.utf8))
    #expect(note.bytes.count == UnverifiedNote.maximumByteCount)
    expect(.tooLarge) { try UnverifiedNote([0x61] + filler + Array(end.utf8)) }
    expect(.tooLarge) { try note.adding([NoteSignature(line: NoteExamples.enochLine.utf8)]) }
    expect(.tooLarge) { try UnverifiedNote(repeatElement(0x0a, count: 100_000_000)) }
  }

  @Test("of a text needs its last newline", arguments: ["", "a", "a\n ", "a\r"])
  func textEnd(text: String) {
    expect(.malformedNote) { try NoteText(Array(text.utf8)) }
  }

  @Test("of a single signature line is the same as in a note")
  func line() throws {
    let signature = try NoteSignature(line: peter.utf8)
    #expect(signature.line == peter)
    #expect(signature.payload.count == 64)
    for text in ["", "\n", String(peter.dropLast()), peter + "\n", peter + peter] {
      expect(.malformedNote) { try NoteSignature(line: text.utf8) }
    }
    #expect(NoteSignature(name: signature.name, keyID: signature.keyID, payload: []) == nil)
  }
}
