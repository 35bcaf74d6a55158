import Crypto

/// Cosigns checkpoints at one time with an Ed25519 key in memory: how a witness says that it has
/// seen a log grow consistently (C2SP tlog-cosignature, cosignature/v1).
public struct Ed25519Cosigner: NoteSigner {
  private let key: SignerKey

  /// The time that the cosignatures name: seconds since 1970 (UTC).
  public let time: Int64

  /// A cosigner with this key.
  ///
  /// - Throws: ``MerkleLogError`` with the code `wrongKeyType` unless the key is of type
  ///   ``SignatureType/cosignature``, or when the time is negative.
  public init(_ key: SignerKey, time: Int64) throws(MerkleLogError) {
    guard key.type == .cosignature, time >= 0 else {
      throw MerkleLogError(
        .wrongKeyType,
        "expected a key of type 4 and a time from 1970 on to cosign as \(key.name), found "
          + "\(key.type.rawValue) and \(time)")
    }
    self.key = key
    self.time = time
  }

  /// The key's name.
  public var name: KeyName { key.name }

  /// The key's identifier.
  public var keyID: KeyID { key.verifierKey.keyID }

  /// The 8 bytes of the time and the 64 bytes of the signature.
  public func payload(signing text: NoteText) throws -> [UInt8] {
    let message = CosignaturePayload.message(text, time: time)
    let signature = Array(try key.privateKey.signature(for: message))
    return CosignaturePayload(time: time, signature: signature).bytes
  }
}
