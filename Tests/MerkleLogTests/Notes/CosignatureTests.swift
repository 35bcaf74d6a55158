import MerkleLog
import Testing

@Suite("A cosignature")
struct CosignatureTests {
  private let body = NoteExamples.body
  private let key: VerifierKey
  private let secret: SignerKey

  init() throws {
    key = try VerifierKey(NoteExamples.witnessKey)
    secret = try SignerKey(NoteExamples.witnessSecret)
  }

  private func text() throws -> NoteText { try NoteText(Array(body.utf8)) }

  @Test("of an independent implementation is made byte for byte and verified")
  func vector() throws {
    let cosigner = try Ed25519Cosigner(secret, time: NoteExamples.time)
    let note = try NoteExamples.note(body, "\n", NoteExamples.logLine).signed(by: cosigner)
    #expect(
      note.bytes == Array((body + "\n" + NoteExamples.logLine + NoteExamples.witnessLine).utf8))
    let verified = try note.verified(by: [key, try VerifierKey(NoteExamples.logKey)])
    #expect(verified.signatures.map(\.statement) == [.signed, .cosigned(time: 1_679_315_147)])
  }

  @Test("names the time that it signs", arguments: [0, 1, 1_679_315_147, .max] as [Int64])
  func times(time: Int64) throws {
    let payload = try Ed25519Cosigner(secret, time: time).payload(signing: try text())
    #expect(payload.count == 72)
    #expect(key.statement(of: payload, over: try text()) == .cosigned(time: time))
    for place in 0..<72 {
      var changed = payload
      changed[place] ^= 1
      #expect(key.statement(of: changed, over: try text()) == nil, "byte \(place)")
    }
    for count in [0, 1, 8, 64, 71] {
      #expect(key.statement(of: Array(payload.prefix(count)), over: try text()) == nil)
    }
    #expect(key.statement(of: payload + [0], over: try text()) == nil)
  }

  @Test("covers the whole text with its extensions")
  func wholeText() throws {
    let extended = try NoteText(Array((body + "extension\n").utf8))
    let payload = try Ed25519Cosigner(secret, time: 7).payload(signing: extended)
    #expect(key.statement(of: payload, over: extended) == .cosigned(time: 7))
    #expect(key.statement(of: payload, over: try text()) == nil)
  }

  @Test("is none when its time is above 2^63 − 1")
  func largestTime() throws {
    // A signature of the message as it would be, made by a signer without that limit.
    let message = Array("cosignature/v1\ntime 9223372036854775808\n".utf8) + Array(body.utf8)
    let plain = try Ed25519NoteSigner(secret.asKey(ofType: .ed25519))
    let signature = try plain.payload(signing: try NoteText(message))
    let payload = [0x80, 0, 0, 0, 0, 0, 0, 0] + signature
    #expect(key.statement(of: payload, over: try text()) == nil)
  }

  @Test("does not pass for a signature by the same secret, nor that for a cosignature")
  func separation() throws {
    let logKey = secret.asKey(ofType: .ed25519)
    let cosignature = try Ed25519Cosigner(secret, time: 7).payload(signing: try text())
    let signature = try Ed25519NoteSigner(logKey).payload(signing: try text())
    #expect(logKey.verifierKey.statement(of: signature, over: try text()) == .signed)
    #expect(logKey.verifierKey.statement(of: cosignature, over: try text()) == nil)
    #expect(
      logKey.verifierKey.statement(of: Array(cosignature.dropFirst(8)), over: try text()) == nil)
    #expect(key.statement(of: [0, 0, 0, 0, 0, 0, 0, 7] + signature, over: try text()) == nil)
  }
}
