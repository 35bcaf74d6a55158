import MerkleLog
import Testing

@Suite("A verifier key")
struct VerifierKeyTests {
  @Test(
    "in its published form is read and written back",
    arguments: [
      (NoteExamples.peterKey, "PeterNeumann", 0xc74f_20a3, SignatureType.ed25519),
      (NoteExamples.enochKey, "EnochRoot", 0xaf0c_fe78, .ed25519),
      (
        "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "sum.golang.org",
        0x033d_e0ae, .ed25519
      ),
      (
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdata", 0x33d7_b496, .ed25519
      ),
      (NoteExamples.witnessKey, "witness.example/w1", 0xe75f_6532, .cosignature),
    ] as [(String, String, UInt32, SignatureType)])
  func published(text: String, name: String, id: UInt32, type: SignatureType) throws {
    let key = try VerifierKey(text)
    #expect(key.name.text == name)
    #expect(key.keyID == KeyID(id))
    #expect(key.type == type)
    #expect(key.text == text)
    #expect(try VerifierKey(name: key.name, type: type, publicKey: key.publicKey) == key)
  }

  @Test(
    "cut, lengthened or changed in any one byte is refused",
    arguments: [
      NoteExamples.peterKey, NoteExamples.witnessKey,
    ])
  func mangled(text: String) {
    let bytes = Array(text.utf8)
    func refuses(_ bytes: some Collection<UInt8>) {
      let text = String(decoding: bytes, as: UTF8.self)
      expect(.malformedKey, "\(text)") { try VerifierKey(text) }
    }
    for start in 0..<bytes.count {
      for end in start...bytes.count where end - start < bytes.count {
        refuses(bytes[start..<end])
      }
    }
    for place in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[place] ^= 1 << bit
        refuses(changed)
      }
    }
    for more in ["\n", " ", "=", "A", "\0", "+", "\r\n"] {
      refuses(bytes + Array(more.utf8))
      refuses(Array(more.utf8) + bytes)
    }
  }

  @Test(
    "of another length, type or spelling is refused",
    arguments: [
      // From golang.org/x/mod/sumdb/note: a key too long and an unknown type, with fitting IDs.
      "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
      "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
      "PeterNeumann+c74f20a3+",
      "PeterNeumann+c74f20a3",
      "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ])
  func refused(text: String) {
    expect(.malformedKey) { try VerifierKey(text) }
  }

  @Test("needs 32 bytes")
  func length() throws {
    let name = try KeyName("a")
    for count in [0, 31, 33, 64] {
      expect(.malformedKey) {
        try VerifierKey(
          name: name, type: .ed25519, publicKey: Array(repeating: 1, count: count))
      }
    }
  }

  @Test("has an identifier of its own for each type")
  func types() throws {
    let key = try NoteExamples.key("a.example", 1)
    #expect(key.verifierKey.keyID != key.asKey(ofType: .cosignature).verifierKey.keyID)
    #expect(KeyID(0xab).description == "000000ab")
  }
}
