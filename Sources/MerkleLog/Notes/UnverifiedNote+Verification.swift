extension UnverifiedNote {
  /// Checks the note against the keys that the caller knows (C2SP signed-note, "Signatures").
  ///
  /// Signatures of other keys are ignored. Of several by one key each is checked, and the first
  /// counts.
  ///
  /// - Throws: ``MerkleLogError`` with the code `invalidSignature` when the signature of a known
  ///   key is wrong, `noKnownSignature` when there is none by a known key, or `ambiguousKey` when
  ///   two of the known keys have the name and identifier of a signature.
  public func verified(by keys: [any NoteVerifier]) throws(MerkleLogError) -> VerifiedNote {
    var verified: [VerifiedNote.Signature] = []
    for signature in signatures {
      guard let key = try Self.key(of: signature, among: keys) else { continue }
      guard let statement = key.statement(of: signature.payload, over: text) else {
        throw MerkleLogError(
          .invalidSignature, "the signature of \(signature.name)+\(signature.keyID) is wrong")
      }
      let isFirst = !verified.contains { $0.keyID == key.keyID && $0.name == key.name }
      guard isFirst else { continue }
      verified.append(.init(name: key.name, keyID: key.keyID, statement: statement))
    }
    guard !verified.isEmpty else {
      let names = signatures.prefix(4).map { "\($0.name)+\($0.keyID)" }.joined(separator: ", ")
      throw MerkleLogError(
        .noKnownSignature, "expected a signature by a known key, found \(names)")
    }
    return VerifiedNote(note: self, signatures: verified)
  }

  private static func key(
    of signature: NoteSignature, among keys: [any NoteVerifier]
  ) throws(MerkleLogError) -> (any NoteVerifier)? {
    let matching = keys.filter { $0.keyID == signature.keyID && $0.name == signature.name }
    guard matching.count <= 1 else {
      throw MerkleLogError(
        .ambiguousKey,
        "expected one known key \(signature.name)+\(signature.keyID), found \(matching.count)")
    }
    return matching.first
  }
}
