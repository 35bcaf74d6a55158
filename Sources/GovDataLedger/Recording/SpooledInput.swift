import Foundation

/// Input that was read ahead, in a temporary file: it has no name, and so vanishes with the last use
/// of it.
final class SpooledInput: Sendable {
  private let descriptor: Int32
  private let name: String

  /// An empty file.
  ///
  /// - Parameter name: what errors call the input.
  /// - Throws: `inputOutput` when it cannot be made.
  init(named name: String) throws(LedgerError) {
    self.name = name
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/govledger-input-XXXXXX".utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else {
      throw LedgerError(
        .inputOutput,
        "\(folder): no temporary file for \(name): \(String(cString: strerror(errno)))")
    }
    unlink(path)
  }

  /// Appends bytes.
  ///
  /// - Throws: `inputOutput` when they cannot be written.
  func keep(_ bytes: [UInt8]) throws(LedgerError) {
    var writer = BufferedWriter(descriptor, "temporary file of \(name)")
    try writer.write(bytes)
    try writer.flush()
  }

  /// The whole input from its beginning. Nothing is kept after that.
  ///
  /// - Throws: `inputOutput` when the system refuses.
  func finish() throws(LedgerError) -> InputFile {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0, lseek(copy, 0, SEEK_SET) == 0 else {
      throw LedgerError(.inputOutput, "\(name): \(String(cString: strerror(errno)))")
    }
    return InputFile(plain: copy, name)
  }

  deinit { close(descriptor) }
}
