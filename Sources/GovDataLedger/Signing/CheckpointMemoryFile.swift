import Foundation
import LedgerSQLite
import MerkleLog

/// A memory of signed checkpoints in a file: the signed checkpoints themselves, one a log
/// (``WitnessState``).
///
/// The file is replaced whole, and on disk before the call returns. `FILE-lock` beside it lets one
/// process at a time use it.
///
/// A memory that is lost cannot refuse a fork. So one that is empty, unreadable or garbled, or a link
/// that leads nowhere, lets nothing be signed, until the operator says that it may begin again.
public struct CheckpointMemoryFile: CheckpointMemory {
  /// Where the file is.
  public let path: String
  /// The key file to which the memory belongs; `nil` for a witness's state, which belongs to none.
  private let keyFile: String?
  private let beginsAgain: Bool

  private static let maximumByteCount = 16_000_000

  /// The memory in the file at a path: what a witness has seen. Where there is no file it begins.
  ///
  /// - Parameter beginsAgain: the operator's word that a file which does not tell what was signed may
  ///   be replaced by a new memory.
  public init(path: String, beginningAgain beginsAgain: Bool = false) {
    self.path = path
    keyFile = nil
    self.beginsAgain = beginsAgain
  }

  /// The memory of the signer whose key is in a file: `FILE.signed` beside it, which belongs to this
  /// very file. Beside a copy of the key, or another link to it, it is not believed: two memories of one
  /// key would let it sign two histories.
  ///
  /// - Parameter beginsAgain: the operator's word that signing may go on by what the memory tells, if it
  ///   tells anything, and that it is the memory of this key file from now on.
  public init(besideKeyFile path: String, beginningAgain beginsAgain: Bool = false) {
    self.path = Self.path(besideKeyFile: path)
    keyFile = path
    self.beginsAgain = beginsAgain
  }

  private static func path(besideKeyFile path: String) -> String { path + ".signed" }

  /// - Throws: `alreadyExists` when a key that stood here before has left its memory.
  static func checkAbsent(besideKeyFile path: String) throws(LedgerError) {
    let memory = Self.path(besideKeyFile: path)
    var status = stat()
    guard lstat(memory, &status) != 0 else {
      throw LedgerError(
        .alreadyExists, "\(memory): exists already: what another key signed; give another path")
    }
  }

  /// Makes the memory of a new key, which has signed nothing.
  ///
  /// - Throws: ``LedgerError`` with `alreadyExists` where there is one already, or it cannot be made.
  static func create(besideKeyFile path: String) throws {
    let memory = CheckpointMemoryFile(besideKeyFile: path)
    try WholeFile.write(to: memory.path, mode: 0o600, replaces: false) { write in
      try write(memory.heading + WitnessState().bytes)
    }
  }

  /// Replaces the last checkpoint of a log.
  ///
  /// - Throws: what `body` throws; ``LedgerError`` with `forgotten` when the file does not tell what
  ///   was signed, `busy` when another process holds it for half a minute, `readOnly`,
  ///   `alreadyExists` or `inputOutput` when it cannot be written.
  public func update(
    origin: String, _ body: (_ last: UnverifiedCheckpoint?) throws -> UnverifiedCheckpoint
  ) throws -> UnverifiedCheckpoint {
    let lock = try WriterLock(beside: path, of: path, patience: .seconds(30))
    return try lock.hold {
      let found = try read()
      var state = found.state
      let last = state.lastSeen(origin: origin)
      let next = try body(last)
      guard next != last || found.condition != .sound else { return next }
      state.remember(next)
      // What cannot be read is put out of the way, whatever it is; until the new memory is there nothing
      // is signed.
      if found.condition == .lost { unlink(path) }
      try WholeFile.write(to: path, mode: 0o600) { try $0(heading + state.bytes) }
      try WholeFile.syncFolder(of: path)
      return next
    }
  }

  // MARK: Reading

  private enum Condition { case sound, ofAnotherKeyFile, lost }

  private typealias Found = (state: WitnessState, condition: Condition)

  /// What the file remembers.
  private func read() throws(LedgerError) -> Found {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { return try lost(String(cString: strerror(errno))) }
      return keyFile == nil ? (WitnessState(), .sound) : try lost("not there")
    }
    guard stat(path, &status) == 0 else { return try lost("a link that leads nowhere") }
    guard status.st_mode & S_IFMT == S_IFREG else { return try lost("not a file") }
    let bytes: [UInt8]
    do throws(LedgerError) {
      bytes = try SmallFile.read(path, atMost: Self.maximumByteCount)
    } catch {
      return try lost("cannot be read")
    }
    guard !bytes.isEmpty else { return try lost("empty") }
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.startIndex
    let isHeaded = bytes.starts(with: Self.headingStart)
    let rest = isHeaded ? Array(bytes[(end + 1)...]) : bytes
    guard let state = try? WitnessState(rest) else {
      return try lost("garbled")
    }
    guard bytes.starts(with: heading), isHeaded == (keyFile != nil) else {
      guard beginsAgain else {
        throw forgotten("not the memory of this key file: a copy, or a link")
      }
      return (state, .ofAnotherKeyFile)
    }
    return (state, .sound)
  }

  private func lost(_ what: String) throws(LedgerError) -> Found {
    guard beginsAgain else { throw forgotten(what) }
    return (WitnessState(), .lost)
  }

  private func forgotten(_ what: String) -> LedgerError {
    LedgerError(
      .forgotten,
      "\(path): \(what): nothing tells what was signed last, so nothing is signed; put the file back "
        + "that stood beside the key, or say `--without-memory` if no other history was ever signed"
    )
  }

  // MARK: The key file

  private static let headingStart = Array("signed by the key file ".utf8)

  /// The first line of a signer's memory, which names the key file: by its number in the file system,
  /// as a copy has another, and by whether other names lead to it.
  private var heading: [UInt8] {
    guard let keyFile else { return [] }
    var (link, file) = (stat(), stat())
    let isThere = lstat(keyFile, &link) == 0 && stat(keyFile, &file) == 0
    let isLinked = link.st_mode & S_IFMT == S_IFLNK || file.st_nlink > 1
    let name = isThere ? "\(file.st_ino)\(isLinked ? " (linked)" : "")" : "elsewhere"
    return Self.headingStart + Array("\(name)\n".utf8)
  }
}
