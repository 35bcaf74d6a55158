import Foundation
import GRDB
import LedgerCore
import MerkleLog
import Testing
import TestSupport

@testable import LedgerSQLite

/// A ledger with signed checkpoints, and what verification says when they are tampered with.
@Suite struct CheckpointVerificationTests {
  let folder: TemporaryFolder
  let recording: Recording
  let log: SignerKey
  let witness: SignerKey

  init() throws {
    folder = try TemporaryFolder()
    recording = try Recording()
    log = try SignerKey(
      name: KeyName("city.example"), type: .ed25519, seed: Array(repeating: 1, count: 32))
    witness = try SignerKey(
      name: KeyName("province.example"), type: .cosignature, seed: Array(repeating: 2, count: 32))
  }

  /// A ledger whose checkpoints of these sizes are signed, and the newest cosigned.
  private func ledger(of size: Int, checkpoints: [Int64]) throws -> SQLiteEventStore {
    let store = try SQLiteEventStore.create(at: folder.file("ledger"), origin: log.name)
    try recording.record(Sample.records(0..<size), in: store)
    for (place, size) in checkpoints.enumerated() {
      var signers: [any NoteSigner] = [try Ed25519NoteSigner(log)]
      if place == checkpoints.count - 1 { signers.append(try Ed25519Cosigner(witness, time: 9)) }
      let claim = try Checkpoint(
        origin: log.name.text, size: size, root: try store.edge(ofSize: size).root())
      let signed = try UnverifiedCheckpoint(signing: claim, with: signers)
      try store.writeBlocking { try $0.store(signed) }
    }
    return store
  }

  private func policy(log: SignerKey? = nil) throws -> TransparencyPolicy {
    let log = log ?? self.log
    return try TransparencyPolicy(
      "log \(log.verifierKey)\nwitness w \(witness.verifierKey)\nquorum w\n".utf8)
  }

  private func verify(
    _ store: SQLiteEventStore, _ policy: TransparencyPolicy? = nil
  ) async throws -> VerificationReport {
    try await store.verify(law: recording.law, policy: policy)
  }

  private func tamper(_ sql: String, _ arguments: StatementArguments = []) throws {
    let database = try DatabaseQueue(path: folder.file("ledger"))
    try database.write { try $0.execute(sql: sql, arguments: arguments) }
    try database.close()
  }

  /// Stores bytes as the note of a size, with their hash or with that of the note before.
  private func put(_ note: [UInt8], at size: Int64, hashed: Bool = true) throws {
    let hash = Data(SHA256Hasher.leaf(note).bytes)
    try tamper("UPDATE log_checkpoints SET note = ? WHERE size = ?", [Data(note), size])
    guard hashed else { return }
    try tamper("UPDATE log_checkpoints SET hash = ? WHERE size = ?", [hash, size])
  }

  @Test func untouchedCheckpointsAgree() async throws {
    let store = try ledger(of: 520, checkpoints: [0, 1, 255, 256, 257, 512, 520])
    for policy in [nil, try policy()] {
      let report = try await verify(store, policy)
      #expect(report.disagreements == [])
      #expect(report.checkpoints == 7)
      #expect(report.signedSize == 520)
    }
  }

  @Test(arguments: [
    (
      "UPDATE log_checkpoints SET size = 299 WHERE size = 300", "checkpoint",
      "size 299 (position 298, bundle 1)"
    ),
    (
      "UPDATE log_checkpoints SET note = x'00' WHERE size = 7", "checkpoint",
      "size 7 (position 6, bundle 0)"
    ),
    ("UPDATE log_checkpoints SET note = CAST(note AS TEXT) WHERE size = 7", "checkpoint", "size 7"),
    (
      "UPDATE log_checkpoints SET (note, hash) ="
        + " (SELECT note, hash FROM log_checkpoints WHERE size = 7) WHERE size = 300", "checkpoint",
      "size 300 (position 299, bundle 1)"
    ),
    ("UPDATE log_checkpoints SET hash = x'00' WHERE size = 7", "checkpoint", "size 7"),
    ("UPDATE log_checkpoints SET hash = 'x' WHERE size = 7", "checkpoint", "size 7"),
    ("UPDATE log_checkpoints SET size = 301 WHERE size = 300", "checkpoint", "size 301"),
    ("UPDATE log_checkpoints SET size = -7 WHERE size = 7", "checkpoint", "size -7"),
    ("UPDATE log_origin SET origin = 'town.example'", "checkpoint", "size 0"),
    ("UPDATE log_origin SET origin = 'a b'", "origin", "log_origin"),
    ("UPDATE log_origin SET origin = x'00'", "origin", "log_origin"),
    ("DELETE FROM log_origin", "origin", "log_origin"),
    ("INSERT INTO log_origin VALUES ('town.example')", "origin", "log_origin"),
  ])
  func everyTamperingIsNamed(sql: String, kind: String, place: String) async throws {
    try ledger(of: 300, checkpoints: [0, 7, 300]).close()
    try tamper(sql)
    let store = try SQLiteEventStore(at: folder.file("ledger"), readOnly: true)
    let found = try await verify(store).disagreements
    #expect(found.contains { $0.kind.rawValue == kind && $0.place.contains(place) }, "\(found)")
  }

  @Test func anEventThatWasChangedIsFoundBySignedRoots() async throws {
    let store = try ledger(of: 40, checkpoints: [7, 20, 40])
    // A log that was rewritten whole: only what was signed before tells.
    let claim = try Checkpoint(
      origin: log.name.text, size: 20, root: try store.edge(ofSize: 19).root())
    let forged = try UnverifiedCheckpoint(signing: claim, with: [Ed25519NoteSigner(log)])
    try store.writeBlocking { try $0.store(forged) }
    let found = try await verify(store, policy()).disagreements
    #expect(found.map(\.kind) == [.checkpoint])
    #expect(found.first?.place == "log_checkpoints size 20 (position 19, bundle 0)")
  }

  /// `CHECKPOINT_EVERY_BYTE=1 swift test --filter CheckpointVerificationTests` leaves out no byte.
  private static let triesEveryByte =
    ProcessInfo.processInfo.environment["CHECKPOINT_EVERY_BYTE"] != nil

  /// Every byte of the notes is covered by the form, the log's signature or the witness's; and
  /// without a policy by the hash.
  @Test(arguments: [true, false]) func everyFlippedByteOfANoteIsFound(
    withPolicy: Bool
  ) async throws {
    let sizes: [Int64] = [0, 1, 20]
    let store = try ledger(of: 20, checkpoints: sizes)
    let policy = withPolicy ? try policy() : nil
    var random = SplitMix64(seed: 20_260_701)
    var places: [(size: Int64, place: Int)] = []
    for size in sizes {
      let note = try #require(try await store.checkpoint(ofSize: size)).bytes
      places += note.indices.map { (size, $0) }
    }
    places.shuffle(using: &random)
    for (size, place) in places.prefix(Self.triesEveryByte ? places.count : 50) {
      let note = try #require(try await store.checkpoint(ofSize: size)).bytes
      var flipped = note
      flipped[place] ^= UInt8.random(in: 1...255, using: &random)
      try put(flipped, at: size, hashed: withPolicy)
      let found = try await verify(store, policy).disagreements
      let named = found.contains {
        ($0.kind == .checkpoint || $0.kind == .signature) && $0.place.contains("size \(size)")
      }
      #expect(named, "byte \(place) of the checkpoint of size \(size): \(found)")
      try put(note, at: size)
    }
    #expect(try await verify(store, policy).disagreements == [])
  }

  @Test func signaturesAreCheckedByThePolicyAlone() async throws {
    let store = try ledger(of: 20, checkpoints: [7, 20])
    let other = try SignerKey(name: log.name, type: .ed25519, seed: Array(repeating: 3, count: 32))
    let wrongKey = try await verify(store, policy(log: other)).disagreements
    #expect(wrongKey.map(\.kind) == [.signature])
    #expect(wrongKey.first?.place == "log_checkpoints size 7 (position 6, bundle 0)")
    // Only the newest checkpoint needs the quorum.
    let newest = try #require(try await store.newestCheckpoint())
    let uncosigned = try UnverifiedCheckpoint(
      UnverifiedNote(text: newest.note.text, signatures: [newest.note.signatures[0]]))
    try store.writeBlocking { try $0.store(uncosigned) }
    let noQuorum = try await verify(store, policy()).disagreements
    #expect(noQuorum.map(\.kind) == [.signature])
    #expect(noQuorum.first?.place == "log_checkpoints size 20 (position 19, bundle 0)")
    #expect(try await verify(store).disagreements == [])
  }

  @Test func aPolicyNeedsACheckpoint() async throws {
    let store = try ledger(of: 20, checkpoints: [])
    #expect(try await verify(store).disagreements == [])
    let found = try await verify(store, policy()).disagreements
    #expect(found.map(\.kind) == [.signature])
  }

  @Test(
    arguments: [
      // What is lost at the end: by which checkpoints it is covered, and what is said of it.
      ([7, 300], "signed", 299), ([7, 299], "unsigned", 299), ([], "unsigned", 299),
    ] as [([Int64], String, Int)])
  func aMissingTailIsToldApart(
    checkpoints: [Int64], expected: String, position: Int
  ) async throws {
    try ledger(of: 300, checkpoints: checkpoints).close()
    try tamper("DELETE FROM log_tail WHERE position = 299")
    let store = try SQLiteEventStore(at: folder.file("ledger"), readOnly: true)
    let found = try await verify(store).disagreements
    let tail = try #require(found.first { $0.kind == .tail })
    #expect(tail.place == "position \(position) (bundle 1)")
    #expect(tail.message.hasPrefix("\(expected) events are missing"))
    #expect(found.contains { $0.kind == .checkpoint } == (expected == "signed"))
  }

  /// An older copy of all tables but the checkpoints: nothing but a signature tells.
  @Test func aSignedTailIsMissedThoughTheHeadAgrees() async throws {
    try ledger(of: 300, checkpoints: [300]).close()
    let shorter = try SQLiteEventStore.create(at: folder.file("shorter"), origin: log.name)
    try recording.record(Sample.records(0..<290), in: shorter)
    let path = folder.file("ledger")
    let database = try DatabaseQueue(path: path)
    let notes = try database.read { db in
      try Row.fetchAll(db, sql: "SELECT size, note FROM log_checkpoints")
    }
    try database.close()
    let note: Data = try #require(notes.first)["note"]
    let checkpoint = try UnverifiedCheckpoint(note)
    try shorter.writeBlocking { try $0.store(checkpoint) }
    let found = try await verify(shorter, policy()).disagreements
    #expect(found.map(\.kind) == [.checkpoint, .tail])
    #expect(found.last?.message.hasPrefix("signed events are missing") == true)
  }

  @Test func anOlderFormatIsRefused() throws {
    try ledger(of: 1, checkpoints: []).close()
    try tamper("PRAGMA user_version = 2")
    #expect(throws: LedgerError(.notALedger, "")) {
      try SQLiteEventStore(at: folder.file("ledger"))
    }
  }

  /// Proofs from tiles that are stored, and from those that are not full yet.
  @Test func consistencyProofsLeadFromEverySize() async throws {
    let store = try ledger(of: 600, checkpoints: [])
    for size: Int64 in [1, 255, 256, 257, 511, 512, 600] {
      let root = try store.edge(ofSize: size).root()
      for oldSize in stride(from: 0, through: size, by: 37) {
        let proof = try await store.consistencyProof(
          from: oldSize, to: LogHead(size: size, root: root))
        try proof.verify(
          oldRoot: store.edge(ofSize: oldSize).root(), newSize: size, newRoot: root)
      }
    }
    let root = try store.edge(ofSize: 599).root()
    await #expect(throws: LedgerError(.damaged, "")) {
      try await store.consistencyProof(from: 7, to: LogHead(size: 600, root: root))
    }
  }
}
