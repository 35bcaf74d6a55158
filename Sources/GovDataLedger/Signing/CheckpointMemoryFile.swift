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
  private let isBelieved: @Sendable (UnverifiedCheckpoint) -> Bool

  private static let maximumByteCount = 16_000_000

  /// The memory in the file at a path: what a witness has seen. Where there is no file it begins.
  ///
  /// - Parameters:
  ///   - beginsAgain: the operator's word that a file which does not tell what was signed may be
  ///     replaced by a new memory.
  ///   - isBelieved: whether a remembered checkpoint is what its log signed, as far as its key is known;
  ///     one that is not has been altered.
  public init(
    path: String, beginningAgain beginsAgain: Bool = false,
    believing isBelieved: @escaping @Sendable (UnverifiedCheckpoint) -> Bool = { _ in true }
  ) {
    self.path = path
    keyFile = nil
    self.beginsAgain = beginsAgain
    self.isBelieved = isBelieved
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
    isBelieved = { _ in true }
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
      try write(memory.bytes(of: WitnessState()))
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
    try putAwayLinkToNowhere()
    let lock = try WriterLock(beside: path, of: path, patience: .seconds(30))
    return try lock.hold {
      var found = try read()
      if let last = found.state.lastSeen(origin: origin), !isBelieved(last) {
        found = try lost("altered")
      }
      var state = found.state
      let last = state.lastSeen(origin: origin)
      let next = try body(last)
      guard next != last || found.condition != .sound else { return next }
      state.remember(next)
      // What cannot be read is put out of the way, whatever it is; until the new memory is there nothing
      // is signed.
      if found.condition == .lost { unlink(path) }
      try WholeFile.write(to: path, mode: 0o600) { try $0(bytes(of: state)) }
      try WholeFile.syncFolder(of: path)
      return next
    }
  }

  /// Such a link has no place beside which a lock could stand.
  private func putAwayLinkToNowhere() throws(LedgerError) {
    var (link, file) = (stat(), stat())
    guard lstat(path, &link) == 0, stat(path, &file) != 0, errno == ENOENT else { return }
    _ = try lost("a link that leads nowhere")
    unlink(path)
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
    guard let (heading, rest) = Self.parts(of: bytes), let state = try? WitnessState(rest) else {
      return try lost("garbled")
    }
    guard heading == self.heading else {
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

  private static let headingStart = "signed by the key file "
  private static let checksumStart = ", SHA-256 "

  /// What a signer's memory says of the key file to which it belongs: its number in the file system, as
  /// a copy has another, and whether other names lead to it. Empty for a witness's state.
  private var heading: String {
    guard let keyFile else { return "" }
    var (link, file) = (stat(), stat())
    let isThere = lstat(keyFile, &link) == 0 && stat(keyFile, &file) == 0
    let isLinked = link.st_mode & S_IFMT == S_IFLNK || file.st_nlink > 1
    return Self.headingStart
      + (isThere ? "\(file.st_ino)\(isLinked ? " (linked)" : "")" : "elsewhere")
  }

  /// The file: for a signer a line that names the key file and has the checksum of what follows.
  private func bytes(of state: WitnessState) -> [UInt8] {
    let heading = heading
    guard !heading.isEmpty else { return state.bytes }
    return Array((heading + Self.checksumStart + Self.checksum(state.bytes) + "\n").utf8)
      + state.bytes
  }

  /// What a file says of its key file, and what follows; `nil` when it does not have its checksum.
  private static func parts(of bytes: [UInt8]) -> (heading: String, rest: [UInt8])? {
    guard bytes.starts(with: headingStart.utf8) else { return ("", bytes) }
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let rest = Array(bytes[(end + 1)...])
    let line = String(decoding: bytes[..<end], as: UTF8.self)
    let ending = checksumStart + checksum(rest)
    guard line.hasSuffix(ending) else { return nil }
    return (String(line.dropLast(ending.count)), rest)
  }

  private static func checksum(_ bytes: [UInt8]) -> String {
    var digest = ByteDigest()
    digest.update(bytes)
    return digest.value.hex
  }
}
