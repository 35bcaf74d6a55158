/// Signs notes with one key.
///
/// ``Ed25519NoteSigner`` and ``Ed25519Cosigner`` do so with a key in memory. A certified module or a
/// device that keeps its key to itself conforms with a type of its own.
public protocol NoteSigner: Sendable {
  /// The key's name.
  var name: KeyName { get }

  /// The key's identifier.
  var keyID: KeyID { get }

  /// The signature of a text: the bytes that follow the identifier in the signature line, at least
  /// one.
  ///
  /// - Throws: whatever hinders the signer.
  func payload(signing text: NoteText) throws -> [UInt8]
}
