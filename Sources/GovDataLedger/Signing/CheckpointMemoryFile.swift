import Foundation
import LedgerSQLite
import MerkleLog

/// A memory of signed checkpoints in a file, which is made when it is first needed: the signed
/// checkpoints themselves, one a log (``WitnessState``).
///
/// The file is replaced whole, and on disk before the call returns. `FILE-lock` beside it lets one
/// process at a time use it.
public struct CheckpointMemoryFile: CheckpointMemory {
  /// Where the file is.
  public let path: String

  private static let maximumByteCount = 16_000_000

  /// The memory in the file at a path.
  public init(path: String) { self.path = path }

  /// The memory of the signer whose key is in a file: `FILE.signed` beside it.
  public init(besideKeyFile path: String) { self.init(path: path + ".signed") }

  /// Replaces the last checkpoint of a log.
  ///
  /// - Throws: what `body` throws; ``LedgerError`` with `damaged` when the file is not what this
  ///   program wrote, `busy` when another process holds it for half a minute, `readOnly`,
  ///   `alreadyExists` or `inputOutput` when it cannot be written.
  public func update(
    origin: String, _ body: (_ last: UnverifiedCheckpoint?) throws -> UnverifiedCheckpoint
  ) throws -> UnverifiedCheckpoint {
    let lock = try WriterLock(beside: path, of: path, patience: .seconds(30))
    return try lock.hold {
      var state = try read()
      let last = state.lastSeen(origin: origin)
      let next = try body(last)
      guard next != last else { return next }
      state.remember(next)
      try WholeFile.write(to: path) { try $0(state.bytes) }
      try WholeFile.syncFolder(of: path)
      return next
    }
  }

  private func read() throws(LedgerError) -> WitnessState {
    guard FileManager.default.fileExists(atPath: path) else { return WitnessState() }
    let bytes = try SmallFile.read(path, atMost: Self.maximumByteCount)
    do {
      return try WitnessState(bytes)
    } catch {
      throw LedgerError(
        .damaged,
        "\(path): not what was signed last: \(error.message); put the last signed checkpoint there")
    }
  }
}
