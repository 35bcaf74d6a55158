import Foundation
import LedgerSQLite

/// A file that is written whole or not at all.
package enum WholeFile {
  /// Writes a file in one step: it is made beside its place and moved there when it is done.
  ///
  /// A link is followed, and keeps leading there; a file that is replaced keeps its permissions.
  /// What is no plain file, such as a terminal, a pipe or `/dev/null`, is never replaced: the bytes
  /// go into it as they come.
  ///
  /// - Parameters:
  ///   - mode: who may read and write a new file, as the operating system counts it.
  ///   - replaces: whether it takes the place of a file that is there already.
  /// - Throws: `alreadyExists` (cannot create) when the file cannot be made or is a folder,
  ///   `inputOutput` when it cannot be written.
  package static func write(
    to path: String, mode: mode_t = 0o644, replaces: Bool = true,
    _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    guard replaces else {
      // A link fails where there is a file, a rename replaces it.
      return try write(draftOf: path, named: path, mode: mode, body) { link($0, path) }
    }
    var status = stat()
    let isThere = stat(path, &status) == 0
    guard isThere || errno == ENOENT else { throw LedgerError.cannotCreate(path, errno) }
    if isThere, let descriptor = try passage(into: path, status) {
      defer { close(descriptor) }
      return try write(into: descriptor, path, body)
    }
    let place = FilePlace(path).path
    let kept = isThere ? status.st_mode & 0o777 : nil
    try write(draftOf: place, named: path, mode: mode, kept: kept, body) { rename($0, place) }
  }

  /// Makes a draft and lets `settle` put it in its place.
  private static func write(
    draftOf place: String, named name: String, mode: mode_t, kept: mode_t? = nil,
    _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void, settle: (String) -> Int32
  ) throws {
    let draft = try DraftFile(for: place, mode: mode)
    defer {
      close(draft.descriptor)
      // After a rename there is nothing left there.
      unlink(draft.path)
    }
    if let kept { fchmod(draft.descriptor, kept) }
    try write(into: draft.descriptor, name, body)
    guard fsync(draft.descriptor) == 0 else {
      throw BufferedWriter(draft.descriptor, name).failure
    }
    guard settle(draft.path) == 0 else { throw LedgerError.cannotCreate(name, errno) }
  }

  private static func write(
    into descriptor: Int32, _ name: String,
    _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    var writer = BufferedWriter(descriptor, name)
    try body { try writer.write($0) }
    try writer.flush()
  }

  private static let namesOfOutput = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"]

  /// A descriptor of what can only be written through; `nil` for a plain file.
  private static func passage(into path: String, _ status: stat) throws(LedgerError) -> Int32? {
    let type = status.st_mode & S_IFMT
    guard type != S_IFDIR else { throw LedgerError.cannotCreate(path, EISDIR) }
    var output = stat()
    let isOutput =
      fstat(STDOUT_FILENO, &output) == 0 && output.st_dev == status.st_dev
      && output.st_ino == status.st_ino
    // Opened again, a file would begin at its start; a socket cannot be opened; and what stands in
    // for a closed output could be.
    let isShared =
      isOutput
      && (type == S_IFREG || type == S_IFSOCK || Self.namesOfOutput.contains(path))
    guard isShared || type != S_IFREG else { return nil }
    let descriptor =
      isShared
      ? fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { throw LedgerError.cannotCreate(path, errno) }
    return descriptor
  }

  /// Makes sure that a file that was written is found after a power failure: its name is on disk.
  ///
  /// - Throws: `inputOutput` when the operating system refuses.
  package static func syncFolder(of path: String) throws(LedgerError) {
    try Folder.sync(of: FilePlace(path).path)
  }
}
