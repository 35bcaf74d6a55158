import MerkleLog
import Testing

@Suite("A signer key")
struct SignerKeyTests {
  @Test(
    "in its published form is read and written back",
    arguments: [
      (NoteExamples.peterSecret, NoteExamples.peterKey),
      (NoteExamples.logSecret, NoteExamples.logKey),
      (NoteExamples.witnessSecret, NoteExamples.witnessKey),
    ])
  func published(secret: String, publicText: String) throws {
    let key = try SignerKey(secret)
    #expect(key.privateText == secret)
    #expect(key.verifierKey.text == publicText)
  }

  @Test(
    "cut or changed in any one byte is refused, and the error does not show it",
    arguments: [
      NoteExamples.peterSecret, NoteExamples.witnessSecret,
    ])
  func mangled(text: String) {
    let bytes = Array(text.utf8)
    let secret = text.suffix(44)
    func refuses(_ bytes: some Collection<UInt8>) {
      let text = String(decoding: bytes, as: UTF8.self)
      let error = expect(.malformedKey, "\(text)") { try SignerKey(text) }
      #expect(error?.message.contains(secret.suffix(8)) == false, "\(text)")
      #expect(error?.message.contains(secret.prefix(8)) == false, "\(text)")
    }
    for start in 0..<bytes.count {
      for end in start...bytes.count where end - start < bytes.count {
        refuses(bytes[start..<end])
      }
    }
    for place in bytes.indices {
      var changed = bytes
      changed[place] &+= 1
      refuses(changed)
    }
  }

  @Test("is shown without its secret")
  func description() throws {
    let key = try SignerKey(NoteExamples.peterSecret)
    var dumped = ""
    dump(key, to: &dumped)
    for shown in ["\(key)", String(reflecting: key), "\([key])", "\(Optional(key) as Any)", dumped]
    {
      #expect(shown.contains("PeterNeumann"))
      #expect(!shown.contains("AYEKFALV") && !shown.contains("KFALVFGyN"), "\(shown)")
    }
  }

  @Test("that was generated signs what its public half verifies, and is new each time")
  func generated() throws {
    let name = try KeyName("山东省.example/账本")
    let (one, other) = (SignerKey(generatedFor: name), SignerKey(generatedFor: name))
    #expect(one.privateText != other.privateText)
    let read = try SignerKey(one.privateText)
    let text = try NoteText(Array("text\n".utf8))
    let note = try UnverifiedNote(signing: text, with: [Ed25519NoteSigner(read)])
    #expect(try note.verified(by: [one.verifierKey]).text == text)
    expect(.noKnownSignature) { try note.verified(by: [other.verifierKey]) }
  }

  @Test("signs only as its type says")
  func types() throws {
    let key = try NoteExamples.key("a.example", 1)
    let cosigner = key.asKey(ofType: .cosignature)
    #expect(try SignerKey(cosigner.privateText).verifierKey == cosigner.verifierKey)
    #expect(cosigner.verifierKey.publicKey == key.verifierKey.publicKey)
    expect(.wrongKeyType) { try Ed25519Cosigner(key, time: 0) }
    expect(.wrongKeyType) { try Ed25519NoteSigner(cosigner) }
    expect(.wrongKeyType) { try Ed25519Cosigner(cosigner, time: -1) }
    expect(.malformedKey) { try SignerKey(name: key.name, type: .ed25519, seed: [1, 2, 3]) }
  }
}
