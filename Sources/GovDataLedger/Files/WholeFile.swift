import Foundation

/// A file that is written whole or not at all.
package enum WholeFile {
  /// Writes a file in one step: it is made beside its place and moved there when it is done.
  ///
  /// - Parameters:
  ///   - mode: who may read and write it, as the operating system counts it.
  ///   - replaces: whether it takes the place of a file that is there already.
  /// - Throws: `alreadyExists` (cannot create) when the file cannot be made, `inputOutput` when it
  ///   cannot be written.
  package static func write(
    to path: String, mode: mode_t = 0o644, replaces: Bool = true,
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
      // A link fails where there is a file, a rename replaces it.
      guard (replaces ? rename(draft, path) : link(draft, path)) == 0 else {
        throw cannotCreate(path)
      }
      if !replaces { unlink(draft) }
    } catch {
      unlink(draft)
      throw error
    }
  }

  /// Makes sure that a file that was written is found after a power failure: its name is on disk.
  ///
  /// - Throws: `inputOutput` when the operating system refuses.
  package static func syncFolder(of path: String) throws(LedgerError) {
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    // Some file systems know no such call for folders.
    guard descriptor >= 0, fsync(descriptor) == 0 || errno == EINVAL else {
      throw LedgerError(.inputOutput, "\(parent): \(String(cString: strerror(errno)))")
    }
  }

  private static func cannotCreate(_ path: String) -> LedgerError {
    LedgerError(
      .alreadyExists,
      "\(path): cannot create: \(String(cString: strerror(errno))); give another path")
  }
}
