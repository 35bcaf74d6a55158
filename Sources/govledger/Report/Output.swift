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

  /// Writes a whole file in one step: it is made beside its place and moved there when it is done.
  ///
  /// - Throws: `alreadyExists` (cannot create) when the file cannot be made, `inputOutput` when it
  ///   cannot be written.
  static func file(
    _ path: String, _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    let draft = "\(path).new-\(getpid())"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
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

/// Collects bytes and writes them to a descriptor in large pieces.
private struct BufferedWriter {
  private static let capacity = 1 << 16

  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []

  init(_ descriptor: Int32, _ name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  mutating func write(_ bytes: some Sequence<UInt8>) throws(LedgerError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.capacity { try flush() }
  }

  mutating func flush() throws(LedgerError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    var rest = buffer[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure }
      rest = rest.dropFirst(written)
    }
  }

  var failure: LedgerError {
    LedgerError(
      .inputOutput, "\(name): cannot be written: \(String(cString: strerror(errno)))")
  }
}
