extension UnverifiedNote {
  /// Signs a text.
  ///
  /// - Throws: ``MerkleLogError`` as ``init(text:signatures:)`` does, and whatever a signer throws.
  public init(signing text: NoteText, with signers: [any NoteSigner]) throws {
    try self.init(text: text, signatures: try signers.map { try Self.signature(of: text, by: $0) })
  }

  /// The note with the signature of one more key at its end, in place of any that the key had.
  ///
  /// - Throws: as ``adding(_:)`` does, and whatever the signer throws.
  public func signed(by signer: any NoteSigner) throws -> UnverifiedNote {
    try adding([try Self.signature(of: text, by: signer)])
  }

  /// The note with more signatures at its end, each in place of those that its key had: how the
  /// answers of witnesses are taken in.
  ///
  /// - Throws: ``MerkleLogError`` with the code `tooLarge`.
  public func adding(_ added: [NoteSignature]) throws(MerkleLogError) -> UnverifiedNote {
    let kept = signatures.filter { old in !added.contains { $0.isSameKey(as: old) } }
    return try UnverifiedNote(text: text, signatures: kept + added)
  }

  private static func signature(
    of text: NoteText, by signer: any NoteSigner
  ) throws -> NoteSignature {
    let payload = try signer.payload(signing: text)
    guard
      let signature = NoteSignature(name: signer.name, keyID: signer.keyID, payload: payload)
    else {
      throw MerkleLogError(
        .invalidSignature, "expected a signature by \(signer.name)+\(signer.keyID), found no bytes")
    }
    return signature
  }
}
