/// A signed note of which at least one signature is by a known key, and none by a known key is
/// wrong. Only ``UnverifiedNote/verified(by:)`` makes one.
public struct VerifiedNote: Hashable, Sendable {
  /// A signature that was checked.
  public struct Signature: Hashable, Sendable {
    /// The name of the key that signed.
    public let name: KeyName

    /// The identifier of that key.
    public let keyID: KeyID

    /// What the signature says.
    public let statement: SignatureStatement
  }

  /// The note as it was read, with the signatures of unknown keys too.
  public let note: UnverifiedNote

  /// The signatures of known keys, the first of each key, in the note's order.
  public let signatures: [Signature]

  /// What is signed.
  public var text: NoteText { note.text }
}
