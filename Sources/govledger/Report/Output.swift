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

  /// Hands everything written so far over to the operating system.
  static func flush() throws { try standard.withLock { try $0.flush() } }
}
