import Foundation

/// A file that is written whole or not at all.
package enum WholeFile {
  /// Writes a file in one step: it is made beside its place and moved there when it is done.
  ///
  /// - Parameter mode: who may read and write it, as the operating system counts it.
  /// - Throws: `alreadyExists` (cannot create) when the file cannot be made, `inputOutput` when it
  ///   cannot be written.
  package static func write(
    to path: String, mode: mode_t = 0o644,
    _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    let draft = "\(path).new-\(getpid())"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw cannotCreate(path) }
    defer { close(descriptor) }
    do {
      var writer = BufferedWriter(descriptor, path)
      try body { try writer.write($0) }
      try writer.flush()
      guard fsync(descriptor) == 0 else { throw writer.failure }
      guard rename(draft, path) == 0 else { throw cannotCreate(path) }
    } catch {
      unlink(draft)
      throw error
    }
  }

  private static func cannotCreate(_ path: String) -> LedgerError {
    LedgerError(
      .alreadyExists,
      "\(path): cannot create: \(String(cString: strerror(errno))); give another path")
  }
}
