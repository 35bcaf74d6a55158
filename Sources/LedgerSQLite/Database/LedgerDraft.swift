import Foundation
import LedgerCore

/// The file of a ledger that is being made, beside its place: no half-made ledger is ever found.
package struct LedgerDraft {
  /// Where the ledger is to stand.
  private let place: String
  /// Where it is made.
  package let path: String

  /// A draft for a place where there must be nothing.
  ///
  /// - Throws: `alreadyExists` when there is something.
  package init(for place: String) throws(LedgerError) {
    var status = stat()
    guard lstat(place, &status) != 0 else {
      throw LedgerError(.alreadyExists, "\(place): exists already; choose another path")
    }
    self.place = place
    path = place + ".new-\(getpid())"
  }

  /// Puts the draft, which must be closed, in its place.
  ///
  /// - Throws: `alreadyExists` when there is something by now, `inputOutput` when the operating
  ///   system refuses.
  package func settle() throws(LedgerError) {
    // A link fails when another process has made the ledger meanwhile; a rename would not.
    guard link(path, place) == 0 else {
      let code: LedgerError.Code = errno == EEXIST ? .alreadyExists : .inputOutput
      throw LedgerError(code, "\(place): \(String(cString: strerror(errno)))")
    }
  }

  /// Removes what is left at the draft's own path.
  package func remove() {
    for suffix in ["", "-journal", "-wal", "-shm", "-lock"] { unlink(path + suffix) }
  }
}
