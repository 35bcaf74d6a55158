/// The form that verifier keys and signer keys share: `name+id+base64(type ‖ key)`.
struct KeyText {
  let name: KeyName
  let id: KeyID
  let type: SignatureType
  let key: [UInt8]

  /// How many bytes an Ed25519 public key or seed has.
  static let keyByteCount = 32

  /// The text of a key.
  static func text(name: KeyName, id: KeyID, type: SignatureType, key: [UInt8]) -> String {
    "\(name)+\(id)+" + Base64.encode([type.rawValue] + key)
  }

  /// Reads exactly this form. The identifier is not compared with the key: that takes the public
  /// key.
  ///
  /// Messages repeat nothing of what may be a secret.
  init(_ text: some Collection<UInt8>) throws(MerkleLogError) {
    let parts = text.split(
      separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else {
      throw MerkleLogError(
        .malformedKey, "expected name+id+key, found \(parts.count) of these three parts")
    }
    name = try KeyName(utf8: parts[0])
    guard let id = KeyID(hex: parts[1]) else {
      throw MerkleLogError(
        .malformedKey, "expected eight lower-case hexadecimal digits as the identifier of \(name)")
    }
    self.id = id
    guard let bytes = Base64.decode(ascii: parts[2]), let first = bytes.first else {
      throw MerkleLogError(.malformedKey, "expected base64 as the key of \(name)")
    }
    guard let type = SignatureType(rawValue: first) else {
      throw MerkleLogError(
        .malformedKey, "expected the type 1 or 4 of the key of \(name), found \(first)")
    }
    self.type = type
    key = Array(bytes.dropFirst())
    guard key.count == Self.keyByteCount else {
      throw MerkleLogError(
        .malformedKey, "expected 32 bytes as the key of \(name), found \(key.count)")
    }
  }

  /// Refuses an identifier that is not that of the key.
  static func check(_ found: KeyID, is expected: KeyID, of name: KeyName) throws(MerkleLogError) {
    guard found == expected else {
      throw MerkleLogError(
        .malformedKey, "the key of \(name) has the identifier \(expected), found \(found)")
    }
  }
}
