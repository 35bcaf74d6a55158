import MerkleLog

/// A file that is read whole, because it must be small.
package enum SmallFile {
  /// The bytes of a file, or of standard input for `-`.
  ///
  /// Whoever reads a key file by mistake must not quote it in an error: a file that holds a private
  /// key is refused as such.
  ///
  /// - Parameter isKeyFile: whether a private key is what is looked for.
  /// - Throws: ``LedgerError`` with `notFound` when there is no such file that may be read,
  ///   `tooLarge` when it has more than `limit` bytes, `malformed` when it holds a private key,
  ///   `inputOutput` when reading fails.
  package static func read(
    _ path: String, atMost limit: Int, isKeyFile: Bool = false
  ) throws(LedgerError) -> [UInt8] {
    let file = try InputFile(path)
    // One byte more tells a file that is too large.
    let bytes = try file.read(limit + 1)
    guard isKeyFile || !PrivateKeyText.isFound(in: bytes) else {
      throw .privateKey(in: file.name)
    }
    guard bytes.count <= limit else {
      throw LedgerError(.tooLarge, "\(path): expected at most \(limit) bytes, found more")
    }
    return bytes
  }
}

extension LedgerError {
  /// A private key stands where none is looked for. The message quotes nothing of it.
  static func privateKey(in file: String) -> LedgerError {
    LedgerError(
      .malformed,
      "\(file): holds a private key, which belongs nowhere but in --key; give another file")
  }
}
