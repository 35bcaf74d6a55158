import Foundation

/// A folder for ledgers and rivals, which goes when the run ends.
final class ScratchFolder {
  private let path: String
  private let signals: [any DispatchSourceSignal]

  /// Makes a folder in another one; an interrupted run takes it away as well.
  init(in parent: String) throws {
    let path = parent + "/govledger-ratios-\(getpid())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    self.path = path
    signals = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        try? FileManager.default.removeItem(atPath: path)
        _exit(128 + number)
      }
      source.resume()
      return source
    }
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// Removes a database with the files that SQLite keeps beside it.
  func remove(database: String) {
    for suffix in ["", "-wal", "-shm", "-journal", ".lock"] { unlink(database + suffix) }
  }

  /// Removes the folder.
  func remove() throws {
    for source in signals { source.cancel() }
    try FileManager.default.removeItem(atPath: path)
  }
}
