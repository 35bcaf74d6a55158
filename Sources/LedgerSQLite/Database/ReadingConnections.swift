import Foundation
import GRDB
import LedgerCore
import Synchronization

/// Connections that read a ledger and leave nothing beside it.
///
/// A file to which nobody commits is complete, and is read as what cannot change: that takes no write
/// access and makes no files that a writer of another user could stumble over. When a writer's log
/// stands beside it, it is read as SQLite does while others write.
final class ReadingConnections: Sendable {
  private struct Opened {
    let pool: DatabasePool
    let state: FileState
  }

  /// How often a reading is begun again because a writer folded its log back meanwhile.
  private static let tries = 4

  /// The path that was given, for messages.
  private let path: String
  /// The file itself: SQLite's own files stand beside it, not beside a link to it.
  private let file: String
  private let isIncompleteAccepted: Bool
  private let opened = Mutex<Opened?>(nil)

  /// Opens the connections, and checks that the file is a ledger.
  ///
  /// - Parameter incomplete: whether the file need not be the whole ledger.
  /// - Throws: as ``LedgerFile/check(at:accepting:)``.
  init(path: String, accepting incomplete: Bool = false) throws(LedgerError) {
    try LedgerFile.checkIsThere(path)
    self.path = path
    file = FilePlace(path).path
    isIncompleteAccepted = incomplete
    do {
      _ = try storing { try current() }
    } catch {
      throw error.message.hasPrefix(path) ? error : error.at(path)
    }
  }

  func close() throws {
    try opened.withLock { opened in
      try opened?.pool.close()
      opened = nil
    }
  }

  /// Reads in one snapshot, blocking the calling thread.
  ///
  /// - Parameter repeatable: whether `body` may run again when what it read cannot be relied on.
  func read<Result>(
    repeatable: Bool = true, _ body: (Database) throws -> Result
  ) throws -> Result {
    for _ in 0..<(repeatable ? Self.tries : 1) {
      let opened = try current()
      let result = Swift.Result { try opened.pool.read(body) }
      if isUnchanged(since: opened) { return try result.get() }
    }
    throw changed
  }

  /// Reads in one snapshot.
  func read<Result: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Result
  ) async throws -> Result {
    for _ in 0..<Self.tries {
      let opened = try current()
      do {
        let result = try await opened.pool.read(body)
        if isUnchanged(since: opened) { return result }
      } catch {
        if isUnchanged(since: opened) { throw error }
      }
    }
    throw changed
  }

  private var changed: LedgerError {
    LedgerError(.busy, "\(path): written to while it was read; try again")
  }

  private func isUnchanged(since opened: Opened) -> Bool {
    guard case .complete(let contents) = opened.state else { return true }
    return FileContents(of: file) == contents
  }

  /// The connections that suit the files as they are now.
  private func current() throws -> Opened {
    try opened.withLock { opened in
      let state = FileState(of: file)
      if let opened, opened.state == state || opened.state == .withLog { return opened }
      let now = try open(state)
      opened = now
      return now
    }
  }

  private func open(_ state: FileState) throws -> Opened {
    let pool = try LedgerFile.opening(path) {
      let configuration = LedgerFile.readOnly()
      guard case .complete = state else {
        return try DatabasePool(path: file, configuration: configuration)
      }
      // A SQLite that takes no URIs reads it as any other file.
      return try (try? DatabasePool(path: Self.unchangingURI(file), configuration: configuration))
        ?? DatabasePool(path: file, configuration: configuration)
    }
    do {
      try pool.read { db in
        try LedgerFile.probe(db)
        guard !isIncompleteAccepted, state != .withLog, try WriteAheadLog.isMarked(db),
          !FileState.hasLog(file)
        else { return }
        throw LedgerError(
          .incomplete,
          "incomplete: copied while it was in use, or its write-ahead log \(path)-wal was lost; copy "
            + "both, or the one file after its writer has closed it (`govledger rebuild --incomplete` "
            + "goes on with what is here)")
      }
    } catch {
      try? pool.close()
      throw error
    }
    return Opened(pool: pool, state: state)
  }

  /// The name under which SQLite opens a file as one that nobody changes.
  private static func unchangingURI(_ file: String) -> String {
    var uri = "file://"
    for byte in file.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "."):
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        uri += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return uri + "?immutable=1"
  }
}

/// How a ledger's file stands.
enum FileState: Equatable {
  /// Nobody commits: the one file is all there is.
  case complete(FileContents?)
  /// A write-ahead log stands beside it.
  case withLog

  init(of path: String) {
    let log = FileContents(of: path + "-wal")
    let isInUse = log.map { $0.size > 0 || FileContents(of: path + "-shm") != nil } ?? false
    self = isInUse ? .withLog : .complete(FileContents(of: path))
  }

  /// Whether there is a write-ahead log, be it empty.
  static func hasLog(_ path: String) -> Bool { FileContents(of: path + "-wal") != nil }
}

/// What tells that a file was changed.
struct FileContents: Equatable {
  let size: Int64
  private let file: [UInt64]
  private let times: [Int]

  /// `nil` where there is no file.
  init?(of path: String) {
    var found = stat()
    guard stat(path, &found) == 0 else { return nil }
    size = Int64(found.st_size)
    file = [UInt64(found.st_dev), UInt64(found.st_ino)]
    times = [
      found.st_mtim.tv_sec, found.st_mtim.tv_nsec, found.st_ctim.tv_sec, found.st_ctim.tv_nsec,
    ]
  }
}
