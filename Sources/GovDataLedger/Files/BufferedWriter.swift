import Foundation

/// Collects bytes and writes them to a descriptor in large pieces.
package struct BufferedWriter {
  private static let capacity = 1 << 16

  private let descriptor: Int32
  private let name: String
  private var buffer: [UInt8] = []

  /// Writes to an open descriptor; errors call it by `name`.
  package init(_ descriptor: Int32, _ name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// Takes bytes, and writes them when they are many.
  ///
  /// - Throws: `inputOutput` when they cannot be written.
  package mutating func write(_ bytes: some Sequence<UInt8>) throws(LedgerError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Writes all that was taken.
  ///
  /// - Throws: `inputOutput` when it cannot be written.
  package mutating func flush() throws(LedgerError) {
    defer { buffer.removeAll(keepingCapacity: true) }
    var rest = buffer[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure }
      rest = rest.dropFirst(written)
    }
  }

  /// What the operating system said last.
  package var failure: LedgerError {
    LedgerError(
      .inputOutput, "\(name): cannot be written: \(String(cString: strerror(errno)))")
  }
}
