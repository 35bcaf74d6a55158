import Crypto

/// A private Ed25519 key with its name: `PRIVATE+KEY+name+id+base64(type ‖ seed)`, the form of Go's
/// `sumdb/note`. Whoever has it can sign, so it must be kept secret; a description of it does not
/// show it.
///
/// ## Topics
/// - ``init(generatedFor:type:)``
/// - ``privateText``
/// - ``verifierKey``
public struct SignerKey: Sendable {
  /// The public half, to be given to verifiers.
  public let verifierKey: VerifierKey

  let privateKey: Curve25519.Signing.PrivateKey

  /// A new key from the system's random numbers.
  public init(generatedFor name: KeyName, type: SignatureType = .ed25519) {
    self.init(name: name, type: type, privateKey: Curve25519.Signing.PrivateKey())
  }

  /// The key of a seed.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedKey` unless the seed has 32 bytes.
  public init(name: KeyName, type: SignatureType, seed: [UInt8]) throws(MerkleLogError) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed) else {
      throw MerkleLogError(
        .malformedKey, "expected 32 bytes as the seed of \(name), found \(seed.count)")
    }
    self.init(name: name, type: type, privateKey: key)
  }

  /// Reads a key as ``privateText`` writes it.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedKey` for every other text, and when the
  ///   identifier is not that of the key. The message never shows the key.
  public init(_ text: String) throws(MerkleLogError) {
    let prefix = PrivateKeyText.prefix
    guard text.utf8.starts(with: prefix.utf8) else {
      throw MerkleLogError(.malformedKey, "expected a signer key to begin with \(prefix)")
    }
    // What stands in the place of the name may be the secret: nothing of it is repeated.
    guard let parts = try? KeyText(text.utf8.dropFirst(prefix.utf8.count)) else {
      throw MerkleLogError(
        .malformedKey, "expected a signer key as \(prefix)name+id+base64, with a seed of 32 bytes")
    }
    try self.init(name: parts.name, type: parts.type, seed: parts.key)
    try KeyText.check(parts.id, is: verifierKey.keyID, of: parts.name)
  }

  private init(name: KeyName, type: SignatureType, privateKey: Curve25519.Signing.PrivateKey) {
    self.privateKey = privateKey
    verifierKey = VerifierKey(
      name: name, type: type, checkedKey: Array(privateKey.publicKey.rawRepresentation))
  }

  /// The key's name.
  public var name: KeyName { verifierKey.name }

  /// What the key's signatures are.
  public var type: SignatureType { verifierKey.type }

  /// The secret as text, without a newline.
  public var privateText: String {
    PrivateKeyText.prefix
      + KeyText.text(
        name: name, id: verifierKey.keyID, type: type, key: Array(privateKey.rawRepresentation))
  }

  /// The same secret and name for signatures of another type, as Go's
  /// `NewSignerForCosignatureV1` makes a witness's key from a log's. One secret must not serve as
  /// two cosigners (C2SP tlog-cosignature).
  public func asKey(ofType type: SignatureType) -> SignerKey {
    SignerKey(name: name, type: type, privateKey: privateKey)
  }
}

extension SignerKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The public half. The secret is only in ``privateText``.
  public var description: String { "signer key of \(verifierKey)" }

  /// The same as ``description``.
  public var debugDescription: String { description }

  /// Shows the public half alone.
  public var customMirror: Mirror { Mirror(self, children: ["verifierKey": verifierKey]) }
}
