import Foundation
import LedgerCore
import Synchronization

/// The file of a ledger that is being made, beside its place: no half-made ledger is ever found.
///
/// Only its owner may read and write it; who else may is the owner's to say when it is there.
package struct LedgerDraft {
  /// The drafts of this process. A ledger that is made in steps is made within its first draft.
  private static let current = Mutex<Set<String>>([])
  /// What SQLite and the writer's lock put beside a ledger.
  package static let companions = ["-journal", "-wal", "-shm", "-lock"]

  /// Where the ledger is to stand.
  private let place: String
  /// Where it is made: an empty file at first.
  package let path: String

  /// A draft for a place where there must be nothing.
  ///
  /// - Throws: `malformed` when no ledger can have this path, `alreadyExists` when there is
  ///   something or the draft cannot be made, `inputOutput` when the system lacks the means.
  package init(for place: String) throws(LedgerError) {
    self.place = place
    if Self.current.withLock({ $0.contains(place) }) {
      path = place
      return
    }
    try Self.check(place)
    var status = stat()
    guard lstat(place, &status) != 0 else {
      throw LedgerError(.alreadyExists, "\(place): exists already; choose another path")
    }
    let draft = try DraftFile(for: place, mode: 0o600)
    close(draft.descriptor)
    path = draft.path
    Self.current.withLock { [path] in _ = $0.insert(path) }
  }

  /// Refuses what SQLite takes for something else than a file's name, and the names of a ledger's
  /// own companions.
  private static func check(_ place: String) throws(LedgerError) {
    let isName = !place.isEmpty && place != ":memory:" && !place.hasPrefix("file:")
    guard isName, !companions.contains(where: place.hasSuffix) else {
      throw LedgerError(
        .malformed,
        "found “\(place)” as a ledger's path, expected a file's, not :memory: or file:…, that does not"
          + " end in \(companions.joined(separator: ", "))")
    }
  }

  /// Puts the draft, which must be closed, in its place, and makes sure that it is found there
  /// after a power failure.
  ///
  /// - Throws: `alreadyExists` when there is something by now, `inputOutput` when the operating
  ///   system refuses.
  package func settle() throws(LedgerError) {
    guard path != place else { return }
    // A link fails when another process has made the ledger meanwhile; a rename would not.
    guard link(path, place) == 0 else {
      let code: LedgerError.Code = errno == EEXIST ? .alreadyExists : .inputOutput
      throw LedgerError(code, "\(place): \(String(cString: strerror(errno)))")
    }
    try Folder.sync(of: place)
  }

  /// Removes what is left at the draft's own path.
  package func remove() {
    guard path != place else { return }
    for suffix in [""] + Self.companions { unlink(path + suffix) }
    Self.current.withLock { [path] in _ = $0.remove(path) }
  }
}
