import GovDataLedger
import StandardStreams

/// Reads the files that signing works with; what is wrong in one is named with its path.
enum SigningFiles {
  /// A log's key with what it signed last, which stands beside it.
  static func signing(
    withKey path: String
  ) throws -> (signer: any NoteSigner, memory: CheckpointMemoryFile) {
    let signer = try LedgerError.translating {
      try Ed25519NoteSigner(try key(path))
    }
    return (signer, CheckpointMemoryFile(besideKeyFile: path))
  }

  /// A private key. One that others can read is hardly a secret, which is said.
  static func key(_ path: String) throws(LedgerError) -> SignerKey {
    let key = try SignerKeyFile.read(path)
    if SignerKeyFile.isReadableByOthers(path) {
      StandardError.say(
        "warning: \(path): others can read this private key; make it private with `chmod 600`")
    }
    return key
  }

  /// A policy (C2SP tlog-policy).
  static func policy(_ path: String) throws -> TransparencyPolicy {
    try read(path, atMost: TransparencyPolicy.maximumByteCount) {
      (bytes) throws(MerkleLogError) in try TransparencyPolicy(bytes)
    }
  }

  /// A signed checkpoint (C2SP tlog-checkpoint).
  static func checkpoint(_ path: String) throws -> UnverifiedCheckpoint {
    try read(path, atMost: UnverifiedNote.maximumByteCount) {
      (bytes) throws(MerkleLogError) in try UnverifiedCheckpoint(bytes)
    }
  }

  /// A consistency proof, as `consistency` prints it.
  static func consistencyProof(_ path: String) throws -> ConsistencyProof {
    try read(path, atMost: 10_000) {
      (bytes) throws(MerkleLogError) in try ConsistencyProof(bytes)
    }
  }

  private static func read<Value>(
    _ path: String, atMost limit: Int, _ parse: ([UInt8]) throws(MerkleLogError) -> Value
  ) throws -> Value {
    let bytes = try SmallFile.read(path, atMost: limit)
    do throws(MerkleLogError) {
      return try parse(bytes)
    } catch {
      throw LedgerError(.malformed, "\(path): \(error.message)")
    }
  }
}
