import Foundation
import GovDataLedger

/// Standard output, or a file in its place.
enum Output {
  /// Writes bytes to standard output.
  ///
  /// - Throws: `inputOutput` when they cannot be written.
  static func write(_ bytes: some Sequence<UInt8>) throws(LedgerError) {
    let bytes = ContiguousArray(bytes)
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, stdout) }
    if written != bytes.count { throw failure }
  }

  /// Writes a line to standard output.
  static func line(_ text: String = "") throws(LedgerError) { try write((text + "\n").utf8) }

  /// Hands everything written so far over to the operating system.
  static func flush() throws(LedgerError) {
    if fflush(stdout) != 0 { throw failure }
  }

  private static var failure: LedgerError {
    LedgerError(
      .inputOutput, "standard output: \(String(cString: strerror(errno))); nothing more is written")
  }

  /// Writes a whole file in one step: it is made beside its place and moved there when it is done.
  ///
  /// - Throws: `alreadyExists` (cannot create) when the file cannot be made, `inputOutput` when it
  ///   cannot be written.
  static func file(
    _ path: String, _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    let draft = "\(path).new-\(getpid())"
    guard let file = fopen(draft, "wxe") else {
      throw LedgerError(.alreadyExists, "\(path): cannot create: \(String(cString: strerror(errno)))")
    }
    do {
      try body { bytes in
        let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
        if written != bytes.count { throw fileFailure(path) }
      }
      guard fflush(file) == 0, fsync(fileno(file)) == 0 else { throw fileFailure(path) }
      fclose(file)
      guard rename(draft, path) == 0 else {
        throw LedgerError(
          .alreadyExists, "\(path): cannot create: \(String(cString: strerror(errno)))")
      }
    } catch {
      unlink(draft)
      throw error
    }
  }

  private static func fileFailure(_ path: String) -> LedgerError {
    LedgerError(.inputOutput, "\(path): \(String(cString: strerror(errno)))")
  }
}
