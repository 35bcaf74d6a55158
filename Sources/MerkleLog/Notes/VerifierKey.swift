import Crypto

/// The public key of a log or witness with its name: `name+id+base64(type ‖ key)`, the "vkey" of
/// C2SP signed-note and of Go's `sumdb/note`.
public struct VerifierKey: Hashable, Sendable {
  /// The key's name.
  public let name: KeyName

  /// What the key's signatures are.
  public let type: SignatureType

  /// The Ed25519 public key: 32 bytes (RFC 8032).
  public let publicKey: [UInt8]

  /// The key's identifier, which follows from all the others.
  public let keyID: KeyID

  /// A key from its parts.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedKey` unless the key has 32 bytes.
  public init(name: KeyName, type: SignatureType, publicKey: [UInt8]) throws(MerkleLogError) {
    guard publicKey.count == KeyText.keyByteCount else {
      throw MerkleLogError(
        .malformedKey, "expected 32 bytes as the key of \(name), found \(publicKey.count)")
    }
    self.init(name: name, type: type, checkedKey: publicKey)
  }

  /// Reads a key as ``text`` writes it.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedKey` for every other text, and when the
  ///   identifier is not that of the key.
  public init(_ text: String) throws(MerkleLogError) {
    try self.init(ascii: text.utf8)
  }

  init(ascii text: some Collection<UInt8>) throws(MerkleLogError) {
    let parts = try KeyText(text)
    self.init(name: parts.name, type: parts.type, checkedKey: parts.key)
    try KeyText.check(parts.id, is: keyID, of: name)
  }

  /// For callers that already know the key to have 32 bytes.
  init(name: KeyName, type: SignatureType, checkedKey publicKey: [UInt8]) {
    self.name = name
    self.type = type
    self.publicKey = publicKey
    keyID = KeyID(name: name, typedKey: [type.rawValue] + publicKey)
  }

  /// The key as text, without a newline.
  public var text: String {
    KeyText.text(name: name, id: keyID, type: type, key: publicKey)
  }
}

extension VerifierKey: CustomStringConvertible {
  /// The same as ``text``.
  public var description: String { text }
}

extension VerifierKey: NoteVerifier {
  /// What a signature says, or `nil` when it is not this key's signature of this text. A cosignature
  /// with a time above 2^63 − 1 is none.
  public func statement(of payload: [UInt8], over text: NoteText) -> SignatureStatement? {
    switch type {
    case .ed25519:
      return isValid(payload, over: text.bytes) ? .signed : nil
    case .cosignature:
      guard let cosignature = CosignaturePayload(payload),
        isValid(
          cosignature.signature, over: CosignaturePayload.message(text, time: cosignature.time))
      else { return nil }
      return .cosigned(time: cosignature.time)
    }
  }

  private func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false
    }
    return key.isValidSignature(signature, for: message)
  }
}
