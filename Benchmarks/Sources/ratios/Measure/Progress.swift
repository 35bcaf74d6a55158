import Foundation

/// Says on standard error what is being done, when a person looks at a terminal.
struct Progress: Sendable {
  private let isShown = isatty(STDERR_FILENO) == 1

  /// Shows a step in place of the one before.
  func show(_ text: String) {
    if isShown { write("\r\u{1B}[K" + text) }
  }

  /// Takes the last step away.
  func clear() { show("") }

  private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
