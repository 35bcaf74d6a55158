import LedgerCore
import MerkleLog

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// What a tool says beside its results. Whether anyone can hear it changes nothing about how the
/// program goes on and ends.
package enum StandardError {
  /// Says one line for people.
  ///
  /// - Parameters:
  ///   - message: what there is to say. It may quote anything: private keys are masked, and what
  ///     would leave the line or steer a terminal is shown escaped.
  ///   - tool: who says it.
  ///   - limit: the most characters of the message.
  package static func say(_ message: String, by tool: String, atMost limit: Int = .max) {
    write((line(message, by: tool, atMost: limit) + "\n").utf8)
  }

  static func line(_ message: String, by tool: String, atMost limit: Int) -> String {
    let shown = Visible.escaped(PrivateKeyText.masked(message)).unicodeScalars
    let kept = String(String.UnicodeScalarView(shown.prefix(limit)))
    return "\(tool): \(kept)\(shown.count > limit ? "…" : "")"
  }

  /// Writes bytes as they are, as far as it can.
  package static func write(_ bytes: some Sequence<UInt8>) {
    // A reader that has gone away must not end the program.
    let before = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, before) }
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { systemWrite(STDERR_FILENO, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
