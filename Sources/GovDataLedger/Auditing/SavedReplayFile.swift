import Foundation
import LedgerSQLite

/// The file in which an audit saves its replay, and from which the next one goes on.
struct SavedReplayFile {
  let path: String

  /// The replay that was saved, ready to go on; `nil` when there is no file.
  ///
  /// - Throws: `damaged` as ``Replay`` does; `inputOutput` when the file cannot be read.
  func replay(
    law: BundledLaw, of store: SQLiteEventStore
  ) throws(LedgerError) -> Replay? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let file = try InputFile(path)
    do throws(LedgerError) {
      return try Replay(
        resumingFrom: { (count) throws(LedgerError) in try file.read(count) }, law: law,
        space: SpillFile(), edge: store.edge(ofSize:))
    } catch {
      throw LedgerError(error.code, "\(path): \(error.message)")
    }
  }

  /// Puts a replay in the place of the one that was saved.
  func save(_ replay: Replay) throws {
    try WholeFile.write(to: path) { write in
      try withoutActuallyEscaping(write) { try replay.save(to: $0) }
    }
  }
}
