import MerkleLog
import Testing

@Suite("Notes and keys changed at random")
struct NoteMutationTests {
  @Test("are refused, or written back byte for byte and not verified unless nothing signed changed")
  func notes() throws {
    let signed = NoteExamples.body + "\n" + NoteExamples.logLine + NoteExamples.witnessLine
    let original = Array(signed.utf8)
    let keys = [try VerifierKey(NoteExamples.logKey), try VerifierKey(NoteExamples.witnessKey)]
    var mutator = Mutator(seed: 41)
    var (read, verified) = (0, 0)
    for _ in 0..<10_000 {
      let bytes = mutator.mutate(original)
      guard let note = try? UnverifiedNote(bytes) else { continue }
      read += 1
      #expect(note.bytes == bytes)
      if let checkpoint = try? UnverifiedCheckpoint(note) {
        #expect(checkpoint.claim.text == note.text)
      }
      // Verifying is slow in a debug build: a sample will do.
      guard read % 10 == 0, let valid = try? note.verified(by: keys) else { continue }
      verified += 1
      #expect(valid.text.bytes == Array(NoteExamples.body.utf8))
    }
    #expect(read > 1000 && verified > 20 && verified < read / 10, "\(read), \(verified)")
  }

  @Test("are keys that are refused, or written back the same")
  func keys() {
    var mutator = Mutator(seed: 42)
    for text in [NoteExamples.peterKey, NoteExamples.witnessSecret] {
      for _ in 0..<2_000 {
        let bytes = mutator.mutate(Array(text.utf8))
        let changed = String(decoding: bytes, as: UTF8.self)
        if let key = try? VerifierKey(changed) { #expect(key.text == changed) }
        if let key = try? SignerKey(changed) { #expect(key.privateText == changed) }
      }
    }
  }
}
