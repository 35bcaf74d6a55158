import Foundation
import MerkleLog

/// A private key in a file of its own: one line, `PRIVATE+KEY+name+id+base64` (the form of Go's
/// `sumdb/note`). It never enters a ledger.
public enum SignerKeyFile {
  private static let maximumByteCount = 4096

  /// Writes a key to a new file that only its owner may read and write (mode 0600), and for a log's key
  /// the memory of what it signs beside it (``CheckpointMemoryFile``), where nothing is signed yet.
  ///
  /// - Throws: ``LedgerError`` with `alreadyExists` where there is a file already or none can be
  ///   made, `inputOutput` when it cannot be written. Nothing is overwritten.
  public static func create(_ key: SignerKey, at path: String) throws(LedgerError) {
    try LedgerError.translating {
      if key.type == .ed25519 { try CheckpointMemoryFile.checkAbsent(besideKeyFile: path) }
      try WholeFile.write(to: path, mode: 0o600, replaces: false) { write in
        try write(Array((key.privateText + "\n").utf8))
      }
      if key.type == .ed25519 { try CheckpointMemoryFile.create(besideKeyFile: path) }
      try WholeFile.syncFolder(of: path)
    }
  }

  /// Reads a key.
  ///
  /// A file that everybody may write is refused, because the key in it could be anybody's. Who may
  /// read it is left to its owner, because keys are also handed over through groups and mounted
  /// secrets; a tool should warn of one that everybody may read (``isReadableByOthers(_:)``).
  ///
  /// - Throws: ``LedgerError`` with `notFound` when there is no such file, `malformed` when it is not
  ///   one line with a key. The message never shows the key.
  public static func read(_ path: String) throws(LedgerError) -> SignerKey {
    let bytes = try SmallFile.read(path, atMost: maximumByteCount, isKeyFile: true)
    try checkMode(of: path)
    let line = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
    let text = String(decoding: line, as: UTF8.self)
    guard text.utf8.elementsEqual(line), !line.contains(UInt8(ascii: "\n")) else {
      throw LedgerError(
        .malformed, "\(path): expected one line with a signer key, found other bytes")
    }
    do {
      return try SignerKey(text)
    } catch {
      throw LedgerError(.malformed, "\(path): \(error.message)")
    }
  }

  /// Whether everybody on the machine may read a key file: its key is then hardly a secret.
  public static func isReadableByOthers(_ path: String) -> Bool {
    permissions(of: path) & S_IROTH != 0
  }

  private static func checkMode(of path: String) throws(LedgerError) {
    guard permissions(of: path) & S_IWOTH != 0 else { return }
    throw LedgerError(
      .malformed,
      "\(path): everybody may write this key file, so its key may be anybody's; "
        + "make it private with `chmod 600`")
  }

  /// The permission bits of a plain file; none for anything else.
  private static func permissions(of path: String) -> mode_t {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
    return status.st_mode & 0o777
  }
}
