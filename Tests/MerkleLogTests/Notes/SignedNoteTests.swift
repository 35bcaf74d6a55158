import MerkleLog
import Testing

@Suite("A signed note")
struct SignedNoteTests {
  private let text = NoteExamples.text
  private let peter = NoteExamples.peterLine
  private let enoch = NoteExamples.enochLine

  private func keys(_ texts: String...) throws -> [any NoteVerifier] {
    try texts.map { try VerifierKey($0) }
  }

  @Test("of the Go documentation is signed byte for byte")
  func signing() throws {
    let signer = try Ed25519NoteSigner(SignerKey(NoteExamples.peterSecret))
    let note = try UnverifiedNote(signing: NoteText(Array(text.utf8)), with: [signer])
    #expect(note.bytes == Array((text + "\n" + peter).utf8))
  }

  @Test("of the Go documentation is verified by each of its keys and by both")
  func verifying() throws {
    let note = try NoteExamples.note(text, "\n", peter, enoch)
    let both = try note.verified(by: try keys(NoteExamples.peterKey, NoteExamples.enochKey))
    #expect(both.signatures.map(\.name.text) == ["PeterNeumann", "EnochRoot"])
    #expect(both.signatures.map(\.statement) == [.signed, .signed])
    #expect(both.text.bytes == Array(text.utf8))
    let one = try note.verified(by: try keys(NoteExamples.enochKey))
    #expect(one.signatures.map(\.keyID) == [KeyID(0xaf0c_fe78)])
    #expect(one.note == note)
    expect(.noKnownSignature) { try note.verified(by: []) }
  }

  @Test("with a wrong signature of a known key is rejected, even beside a right one")
  func wrongSignature() throws {
    var wrong = Array(enoch)
    wrong[60] = wrong[60] == "A" ? "B" : "A"
    let note = try NoteExamples.note(text, "\n", peter, String(wrong))
    #expect(try note.verified(by: try keys(NoteExamples.peterKey)).signatures.count == 1)
    expect(.invalidSignature) {
      try note.verified(by: try keys(NoteExamples.peterKey, NoteExamples.enochKey))
    }
    let repeated = try NoteExamples.note(text, "\n", enoch, String(wrong))
    expect(.invalidSignature) { try repeated.verified(by: try keys(NoteExamples.enochKey)) }
  }

  @Test("of which any byte of the text is changed is rejected")
  func changedText() throws {
    let keys = try keys(NoteExamples.peterKey)
    for place in text.utf8.indices where text[place] != "\n" {
      var changed = text
      changed.replaceSubrange(place...place, with: changed[place] == "z" ? "y" : "z")
      let note = try NoteExamples.note(changed, "\n", peter)
      expect(.invalidSignature, "\(changed)") { try note.verified(by: keys) }
    }
  }

  @Test("with several signatures of one key counts the first")
  func repeatedSignature() throws {
    let note = try NoteExamples.note(text, "\n", peter, enoch, peter)
    #expect(note.signatures.count == 3)
    let verified = try note.verified(by: try keys(NoteExamples.peterKey))
    #expect(verified.signatures.count == 1)
  }

  @Test("ignores a key of the same name or identifier but not both")
  func otherKeys() throws {
    let note = try NoteExamples.note(text, "\n", peter)
    let sameName = try NoteExamples.key("PeterNeumann", 9).verifierKey
    expect(.noKnownSignature) { try note.verified(by: [sameName]) }
    struct SameID: NoteVerifier {
      let name: KeyName
      let keyID = KeyID(0xc74f_20a3)
      func statement(of payload: [UInt8], over text: NoteText) -> SignatureStatement? { nil }
    }
    let other = SameID(name: try KeyName("PeterNeuman"))
    expect(.noKnownSignature) { try note.verified(by: [other]) }
    let same = SameID(name: try KeyName("PeterNeumann"))
    expect(.invalidSignature) { try note.verified(by: [same]) }
    expect(.ambiguousKey) { try note.verified(by: [same] + keys(NoteExamples.peterKey)) }
  }

  @Test("takes further signatures in, each in place of its key's")
  func adding() throws {
    let note = try NoteExamples.note(text, "\n", peter)
    let line = try NoteSignature(line: enoch.utf8)
    let both = try note.adding([line])
    #expect(both.bytes == Array((text + "\n" + peter + enoch).utf8))
    #expect(try both.adding([line]) == both)
    let again = try both.signed(by: Ed25519NoteSigner(SignerKey(NoteExamples.peterSecret)))
    #expect(again.bytes == Array((text + "\n" + enoch + peter).utf8))
  }

  @Test("is signed and verified by a suite of its own")
  func otherSuite() throws {
    struct Module: NoteSigner, NoteVerifier {
      let name: KeyName
      var keyID: KeyID { KeyID(name: name, typedKey: [0xff] + Array("sm2".utf8)) }
      func payload(signing text: NoteText) throws -> [UInt8] { [UInt8(text.bytes.count % 251)] }
      func statement(of payload: [UInt8], over text: NoteText) -> SignatureStatement? {
        payload == [UInt8(text.bytes.count % 251)] ? .signed : nil
      }
    }
    let module = Module(name: try KeyName("sm2.example"))
    let note = try UnverifiedNote(signing: NoteText(Array(text.utf8)), with: [module])
    let read = try UnverifiedNote(note.bytes)
    #expect(try read.verified(by: [module]).signatures.first?.name == module.name)
  }

  @Test("is not made without a signer, or by one that gives no bytes or fails")
  func badSigners() throws {
    struct Failing: NoteSigner {
      struct Refusal: Error {}
      let name: KeyName
      let keyID = KeyID(1)
      let bytes: [UInt8]?
      func payload(signing text: NoteText) throws -> [UInt8] {
        guard let bytes else { throw Refusal() }
        return bytes
      }
    }
    let body = try NoteText(Array(text.utf8))
    let name = try KeyName("a")
    expect(.malformedNote) { try UnverifiedNote(signing: body, with: []) }
    expect(.invalidSignature) {
      try UnverifiedNote(signing: body, with: [Failing(name: name, bytes: [])])
    }
    #expect(throws: Failing.Refusal.self) {
      try UnverifiedNote(signing: body, with: [Failing(name: name, bytes: nil)])
    }
  }
}
