import Foundation
import GovDataLedger
import Synchronization

/// Standard output, or a file in its place.
enum Output {
  private static let standard = Mutex(BufferedWriter(STDOUT_FILENO, "standard output"))

  /// Writes bytes to standard output.
  ///
  /// - Throws: `inputOutput` when they cannot be written.
  static func write(_ bytes: some Sequence<UInt8>) throws {
    try standard.withLock { try $0.write(bytes) }
  }

  /// Writes a line to standard output.
  static func line(_ text: String = "") throws { try write((text + "\n").utf8) }

  /// Writes a JSON list to standard output, an element a line.
  static func list(_ elements: some Sequence<JSONValue>) throws {
    try write("[".utf8)
    var separator = "\n"
    for element in elements {
      try write(separator.utf8)
      try write(element.canonicalBytes)
      separator = ",\n"
    }
    try write("\n]\n".utf8)
  }

  /// Refuses to write a result over what the command reads.
  ///
  /// - Throws: `alreadyExists` when the path is one of these files, by whatever name.
  static func protect(_ files: String..., from path: String) throws(LedgerError) {
    guard let place = identity(of: path), files.contains(where: { identity(of: $0) == place })
    else { return }
    throw LedgerError(
      .alreadyExists, "\(path): not written over what the command reads; give another path")
  }

  /// What a file is, by whatever name; `nil` when there is none.
  private static func identity(of path: String) -> [UInt64]? {
    var found = stat()
    guard stat(path, &found) == 0 else { return nil }
    return [UInt64(found.st_dev), UInt64(found.st_ino)]
  }

  /// Hands everything written so far over to the operating system.
  static func flush() throws { try standard.withLock { try $0.flush() } }
}
