import ArgumentParser
import GovDataLedger

/// The key that signs, and what tells what it has signed.
struct SigningOptions: ParsableArguments {
  @Option(help: "The log's private key, as `keygen` writes it.")
  var key: String

  @OptionGroup var word: MemoryOption

  /// The signer with what it signed last, which stands beside its key.
  func signing() throws -> (signer: any NoteSigner, memory: CheckpointMemoryFile) {
    let signer = try LedgerError.translating {
      try Ed25519NoteSigner(try SigningFiles.key(key))
    }
    return (
      signer, CheckpointMemoryFile(besideKeyFile: key, beginningAgain: word.withoutMemory)
    )
  }
}

/// The operator's word.
struct MemoryOption: ParsableArguments {
  @Flag(
    help: """
      Sign although nothing tells what was signed last: its file is lost, or stands beside a copy of \
      the key. Say so only if no other history of the log was ever signed.
      """)
  var withoutMemory = false
}
import StandardStreams

/// Reads the files that signing works with; what is wrong in one is named with its path.
enum SigningFiles {
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
