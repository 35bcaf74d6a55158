import Foundation
import LedgerCore

/// The lock that makes writing, and checkpointing with it, the work of one process at a time.
///
/// SQLite's own locks let one connection checkpoint while another writes. SQLite before 3.51.3 can
/// then lose commits, so this lock is held around every write transaction and the checkpoint at its
/// end. It is a file of its own, `LEDGER-lock`: closing a second descriptor of the database would
/// drop SQLite's POSIX locks on it.
package final class WriterLock: Sendable {
  private let descriptor: Int32
  private let patience: Duration
  /// What the lock guards, for messages.
  private let what: String

  /// Opens the lock file beside the ledger; waits up to `patience` for each turn to write.
  convenience init(besideLedger path: String, patience: Duration) throws(LedgerError) {
    try self.init(beside: path, of: "the ledger", patience: patience)
  }

  /// Opens the lock file beside another file that one process at a time may change.
  ///
  /// - Parameter what: what the file is, for messages.
  package init(beside path: String, of what: String, patience: Duration) throws(LedgerError) {
    // Beside the file itself: whoever opens it by a link takes the same turns.
    let lock = FilePlace(path).path + "-lock"
    descriptor = Self.open(lock, guarding: path)
    guard descriptor >= 0 else {
      throw LedgerError(
        .lackingMeans(errno) ?? .readOnly,
        "\(lock): \(String(cString: strerror(errno))); \(what) cannot be written")
    }
    self.patience = patience
    self.what = what
  }

  deinit { close(descriptor) }

  /// Opens the lock file, or makes it with the permissions of the file that it guards: whoever may
  /// read that may take turns.
  private static func open(_ lock: String, guarding path: String) -> Int32 {
    var status = stat()
    let mode = stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o600
    let made = Foundation.open(lock, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    if made >= 0 {
      // Whatever the process takes away from new files.
      fchmod(made, mode)
      return made
    }
    let refusal = errno
    var opened = Foundation.open(lock, O_RDWR | O_CLOEXEC)
    // A lock takes no right to write.
    if opened < 0, errno == EACCES || errno == EROFS {
      opened = Foundation.open(lock, O_RDONLY | O_CLOEXEC)
    }
    // Where there is none, what kept it from being made is what counts.
    if opened < 0, errno == ENOENT { errno = refusal }
    return opened
  }

  /// Runs `body` while no one else holds the lock.
  package func hold<Result>(_ body: () throws -> Result) throws -> Result {
    try acquire()
    defer { flock(descriptor, LOCK_UN) }
    return try body()
  }

  private func acquire() throws(LedgerError) {
    let deadline = ContinuousClock.now + patience
    var pause: UInt32 = 200
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else {
        throw LedgerError(.inputOutput, "cannot lock: \(String(cString: strerror(errno)))")
      }
      guard ContinuousClock.now < deadline else {
        throw LedgerError(
          .busy, "another process has been writing to \(what) for \(patience); try again")
      }
      usleep(pause)
      pause = min(pause * 2, 10_000)
    }
  }
}
