import Crypto

/// Signs notes with an Ed25519 key in memory: how a log signs its checkpoints (C2SP signed-note,
/// "Ed25519 signatures").
public struct Ed25519NoteSigner: NoteSigner {
  private let key: SignerKey

  /// A signer with this key.
  ///
  /// - Throws: ``MerkleLogError`` with the code `wrongKeyType` unless the key is of type
  ///   ``SignatureType/ed25519``.
  public init(_ key: SignerKey) throws(MerkleLogError) {
    guard key.type == .ed25519 else {
      throw MerkleLogError(
        .wrongKeyType, "expected a key of type 1 to sign as \(key.name), found \(key.type.rawValue)"
      )
    }
    self.key = key
  }

  /// The key's name.
  public var name: KeyName { key.name }

  /// The key's identifier.
  public var keyID: KeyID { key.verifierKey.keyID }

  /// The 64 bytes of the signature.
  public func payload(signing text: NoteText) throws -> [UInt8] {
    Array(try key.privateKey.signature(for: text.bytes))
  }
}
