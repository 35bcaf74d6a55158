/// Checks the signatures of one key.
///
/// ``VerifierKey`` does so for Ed25519. Another suite, such as SM2 in a certified module, conforms
/// with a type of its own, and takes its identifier from ``KeyID/init(name:typedKey:)``.
public protocol NoteVerifier: Sendable {
  /// The key's name.
  var name: KeyName { get }

  /// The key's identifier, as it stands before the signatures of the key.
  var keyID: KeyID { get }

  /// What a signature says, or `nil` when it is not this key's signature of this text.
  ///
  /// - Parameters:
  ///   - payload: the bytes of the signature line after the identifier; of any length and content.
  ///   - text: the note's text.
  func statement(of payload: [UInt8], over text: NoteText) -> SignatureStatement?
}
