import Foundation
import Testing
import TestSupport

import LedgerSQLite
@testable import GovDataLedger

/// A log leaves in one file, is verified elsewhere, and says there what it says here.
@Suite struct CapsuleTests {
  let folder: TemporaryFolder
  let key: SignerKey
  let policy: TransparencyPolicy
  let memory: CheckpointMemoryFile

  init() throws {
    folder = try TemporaryFolder()
    key = SignerKey(generatedFor: try KeyName("example.cn/city"))
    policy = try TransparencyPolicy("log \(key.verifierKey.text)\nquorum none\n".utf8)
    memory = try folder.memory()
  }

  private func sign(_ ledger: Ledger) async throws -> UnverifiedCheckpoint {
    try await ledger.checkpoint(
      signer: Ed25519NoteSigner(key), memory: memory)
  }

  /// A ledger with checkpoints at two sizes, and events after them.
  private func ledger(_ sizes: [Int] = [300, 900, 950]) async throws -> Ledger {
    let records = try history(sizes.last ?? 0)
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    var start = 0
    for end in sizes {
      _ = try await ledger.record(Array(records[start..<end]))
      start = end
      if end != sizes.last { _ = try await sign(ledger) }
    }
    return ledger
  }

  private func files() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
  }

  @Test func importedLedgerSaysTheSame() async throws {
    let ledger = try await ledger()
    let (capsule, copy) = (folder.file("capsule"), folder.file("copy"))
    #expect(try ledger.exportCapsule(to: capsule).size == 900)
    var told: [Int64] = []
    let head = try Ledger.importCapsule(capsule, to: copy, policy: policy) { done, all in
      told.append(done)
      #expect(all == 900)
    }
    #expect(head.size == 900 && told.last == 900)
    let imported = try Ledger(at: copy)
    let original = try await ledger.events(EventQuery(limit: 900))
    #expect(try await imported.events(EventQuery(limit: 5000)) == original)
    #expect(try await imported.verify(policy: policy).disagreements == [])
    #expect(try await imported.checkpoint(ofSize: 300) == ledger.checkpoint(ofSize: 300))
    let end = try instant("2099-12-31T00:00:00+08:00")
    let report = try await imported.audit(asOf: end, knownAt: end)
    let expected = try await ledger.report(
      AuditScope(asOf: end, knownAt: end), .inForce,
      of: ExpectedLog(LogHead(size: head.size, root: head.root))
    ) { _, _ in }
    #expect(try report.json == expected.json)
    #expect(try await imported.rows(BodyRow.self) == ledger.rows(BodyRow.self))
    // The capsule of the copy is that of the original.
    try imported.exportCapsule(to: folder.file("again"))
    #expect(
      FileManager.default.contentsEqual(atPath: capsule, andPath: folder.file("again")))
  }

  @Test func importedLedgerIsOnlyRead() async throws {
    try await ledger().exportCapsule(to: folder.file("capsule"))
    try Ledger.importCapsule(folder.file("capsule"), to: folder.file("copy"), policy: policy)
    let imported = try Ledger(at: folder.file("copy"))
    let next = Array(try history(950)[900...])
    await #expect(throws: LedgerError(.readOnly, "")) { try await imported.record(next) }
    #expect(try await imported.size == 900)
    #expect(try imported.rebuild().differing == [])
    let other = SignerKey(generatedFor: try KeyName("example.cn/city"))
    await #expect(throws: LedgerError.self) {
      try await imported.checkpoint(
        signer: Ed25519NoteSigner(other),
        memory: folder.memory(ofKey: "other"))
    }
  }

  /// Whatever is wrong with a capsule, no ledger is left.
  @Test func refusedCapsules() async throws {
    try await ledger().exportCapsule(to: folder.file("capsule"))
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: folder.file("capsule"))))
    var random = SplitMix64(seed: 77)
    let before = try files().union(["bad"])
    for round in 0..<40 {
      var bad = bytes
      switch round % 4 {
      case 0: bad.removeLast(1 + random.below(bytes.count - 1))
      case 1: bad.append(0)
      default: bad[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
      }
      try Data(bad).write(to: URL(filePath: folder.file("bad")))
      #expect(throws: LedgerError(.damaged, ""), "round \(round)") {
        try Ledger.importCapsule(folder.file("bad"), to: folder.file("copy"), policy: policy)
      }
      #expect(try files() == before)
    }
  }

  @Test func otherKeys() async throws {
    try await ledger().exportCapsule(to: folder.file("capsule"))
    let other = SignerKey(generatedFor: try KeyName("example.cn/city"))
    let policy = try TransparencyPolicy("log \(other.verifierKey.text)\nquorum none\n".utf8)
    #expect(throws: LedgerError(.damaged, "")) {
      try Ledger.importCapsule(folder.file("capsule"), to: folder.file("copy"), policy: policy)
    }
  }

  @Test func placesThatAreTaken() async throws {
    let ledger = try await ledger()
    try ledger.exportCapsule(to: folder.file("capsule"))
    #expect(throws: LedgerError(.alreadyExists, "")) {
      try Ledger.importCapsule(
        folder.file("capsule"), to: folder.file("ledger"), policy: policy)
    }
    #expect(throws: LedgerError(.notFound, "")) {
      try Ledger.importCapsule(folder.file("none"), to: folder.file("copy"), policy: policy)
    }
    #expect(throws: LedgerError(.alreadyExists, "")) {
      try ledger.exportCapsule(to: folder.file("no/such/folder"))
    }
  }

  @Test func withoutACheckpoint() async throws {
    let ledger = try await Ledger.generated(10, in: folder)
    #expect(throws: LedgerError(.notFound, "")) {
      try ledger.exportCapsule(to: folder.file("capsule"))
    }
    #expect(try !files().contains("capsule"))
  }

  /// Also a log of no events can be signed, exported and imported.
  @Test(arguments: [0, 1, 255, 256, 257])
  func smallLogs(size: Int) async throws {
    let ledger = try await ledger([size])
    _ = try await sign(ledger)
    try ledger.exportCapsule(to: folder.file("capsule"))
    let head = try Ledger.importCapsule(
      folder.file("capsule"), to: folder.file("copy"), policy: policy)
    #expect(head.size == Int64(size))
    #expect(try await Ledger(at: folder.file("copy")).verify(policy: policy).disagreements == [])
  }
}
