import Foundation
import LedgerSQLite

/// A file, or standard input, that is open for reading.
package final class InputFile: Sendable {
  private let descriptor: Int32
  /// What errors call it.
  package let name: String
  /// Whether all of it is there to be read, so that no read waits for a writer.
  package let isPlain: Bool

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: ``LedgerError`` with `notFound` when there is no such file, or none that may be read;
  ///   `inputOutput` when the system has no means to open it.
  package init(_ path: String) throws(LedgerError) {
    name = path == "-" ? "standard input" : path
    descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.cannotOpen(path, errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.cannotOpen(path, errno) }
    isPlain = status.st_mode & S_IFMT == S_IFREG
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw LedgerError(.notFound, "\(name): a folder; give the path of a file")
    }
  }

  /// Takes over a descriptor of a plain file, which is closed at the end.
  init(plain descriptor: Int32, _ name: String) {
    self.descriptor = descriptor
    self.name = name
    isPlain = true
  }

  deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

  /// The next bytes, of which there are none at the end. It takes what there is, without waiting
  /// for as many as were asked for: a pipe may stay open.
  ///
  /// - Throws: `inputOutput` with the system's words when they cannot be read.
  package func read(atMost count: Int) throws(LedgerError) -> [UInt8] {
    var found: Int
    var failure: Int32 = 0
    var bytes: [UInt8]
    repeat {
      found = 0
      bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        found = Foundation.read(descriptor, buffer.baseAddress, count)
        failure = errno
        filled = max(0, found)
      }
    } while found < 0 && failure == EINTR
    guard found >= 0 else {
      throw LedgerError(
        .inputOutput, "\(name): cannot be read: \(String(cString: strerror(failure)))")
    }
    return bytes
  }

  /// The next bytes: as many as asked for, fewer only at the end.
  ///
  /// - Throws: as ``read(atMost:)``.
  package func read(_ count: Int) throws(LedgerError) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      let next = try read(atMost: min(count - bytes.count, 1 << 16))
      if next.isEmpty { break }
      bytes += next
    }
    return bytes
  }

  private static func cannotOpen(_ path: String, _ error: Int32) -> LedgerError {
    if error == ENOENT || error == ENOTDIR {
      return LedgerError(.notFound, "\(path): no such file; give another path")
    }
    return LedgerError(
      .lackingMeans(error) ?? .notFound,
      "\(path): cannot be opened: \(String(cString: strerror(error)))")
  }
}
