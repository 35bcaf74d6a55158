import Foundation
import Synchronization
import Testing
import TestSupport

@testable import GovDataLedger

/// Keys that follow from a number.
enum Keys {
  static func log(_ seed: UInt8 = 1, name: String = "city.example") throws -> SignerKey {
    try SignerKey(
      name: KeyName(name), type: .ed25519, seed: Array(repeating: seed, count: 32))
  }

  static func witness(_ seed: UInt8 = 9, name: String = "province.example") throws -> SignerKey {
    try SignerKey(
      name: KeyName(name), type: .cosignature, seed: Array(repeating: seed, count: 32))
  }
}

struct Unwell: Error {}

/// A signer that counts its signatures, and that may fail.
final class CountingSigner: NoteSigner {
  private let signer: Ed25519NoteSigner
  private let state = Mutex((count: 0, fails: false))

  init(_ key: SignerKey? = nil) throws { signer = try Ed25519NoteSigner(key ?? Keys.log()) }

  var name: KeyName { signer.name }
  var keyID: KeyID { signer.keyID }
  var count: Int { state.withLock { $0.count } }

  func fail(_ fails: Bool) { state.withLock { $0.fails = fails } }

  func payload(signing text: NoteText) throws -> [UInt8] {
    try state.withLock { state in
      if state.fails { throw Unwell() }
      state.count += 1
    }
    return try signer.payload(signing: text)
  }
}

/// A memory that remembers, and then fails: what a crash before the ledger's commit looks like.
struct CrashingMemory: CheckpointMemory {
  let memory: CheckpointMemoryFile

  func update(
    origin: String, _ body: (UnverifiedCheckpoint?) throws -> UnverifiedCheckpoint
  ) throws -> UnverifiedCheckpoint {
    _ = try memory.update(origin: origin, body)
    throw Unwell()
  }
}

extension TemporaryFolder {
  /// The memory of a key that has signed nothing yet.
  func memory(ofKey name: String = "key") throws -> CheckpointMemoryFile {
    try CheckpointMemoryFile.create(besideKeyFile: file(name))
    return CheckpointMemoryFile(besideKeyFile: file(name))
  }
}

extension CheckpointMemoryFile {
  /// The checkpoints in the file, below the line that names the key file.
  func remembered() throws -> [UnverifiedCheckpoint] {
    let bytes = try Data(contentsOf: URL(filePath: path))
    let heading = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
    return try WitnessState(Array(bytes[(heading + 1)...])).checkpoints
  }
}

/// A clock that a test sets.
final class SettableClock: Sendable {
  private let instant: Mutex<Instant>

  init(_ start: Instant) { instant = Mutex(start) }

  func advance(milliseconds: Int64) {
    instant.withLock { $0 = $0.adding(milliseconds: milliseconds) ?? $0 }
  }

  var clock: LedgerClock { LedgerClock { self.instant.withLock { $0 } } }
}

/// What a plan reported.
final class Reports: Sendable {
  private let reports = Mutex<[Result<UnverifiedCheckpoint, LedgerError>]>([])

  func add(_ report: Result<UnverifiedCheckpoint, LedgerError>) {
    reports.withLock { $0.append(report) }
  }

  var sizes: [Int64] {
    reports.withLock { $0.compactMap { try? $0.get().claim.size } }
  }

  var failures: Int { reports.withLock { $0.count { (try? $0.get()) == nil } } }
}

extension Record {
  /// An incident of its own, which can be recorded in any order with others once the body of this
  /// record is registered.
  func incident(_ number: Int) -> Record {
    Record(
      id: Identifier("incident-\(number)"), occurredAt: occurredAt, actor: actor,
      data: .incidentDetected(
        IncidentDetected(
          incident: Identifier("INC-\(number)"), department: actor, kind: .leak, summary: "泄露")))
  }
}

extension Ledger {
  /// The checkpoint's root must be that of the log at its size.
  func expectRoot(of checkpoint: UnverifiedCheckpoint) throws {
    let root = try store.edge(ofSize: checkpoint.claim.size).root()
    #expect(checkpoint.claim.root == root, "size \(checkpoint.claim.size)")
  }
}
