import Foundation
import StandardStreams

/// A progress bar on standard error, when that is a terminal; nothing otherwise.
final class Progress: @unchecked Sendable {
  // `lock` guards everything that changes.
  private let lock = NSLock()
  private let title: String
  private let isShown: Bool
  private var last = ContinuousClock.now
  private var hasDrawn = false

  init(_ title: String) {
    self.title = title
    isShown = isatty(STDERR_FILENO) == 1
  }

  /// Shows how much is done, of how much.
  func update(_ done: Int64, of total: Int64) {
    draw {
      let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
      let filled = Int(share * 30)
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
      return "\(bar) \(Int(share * 100)) % (\(done) of \(total))"
    }
  }

  /// Shows how much is done, when nobody knows of how much.
  func update(_ done: Int64) { draw { "\(done)" } }

  /// Takes the bar away.
  func finish() {
    lock.withLock {
      if hasDrawn { StandardError.write("\r\u{1B}[K".utf8) }
      hasDrawn = false
    }
  }

  private func draw(_ text: () -> String) {
    guard isShown else { return }
    lock.withLock {
      let now = ContinuousClock.now
      guard now - last > .milliseconds(100) else { return }
      last = now
      hasDrawn = true
      StandardError.write("\r\(title) \(text())\u{1B}[K".utf8)
    }
  }
}
