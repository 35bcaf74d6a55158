import class GRDB.DatabaseQueue
import LedgerWorkload
import Synchronization
import Testing
import TestSupport

@testable import GovDataLedger

/// What is kept of an attested audit, so that a proof under it needs no replay.
@Suite struct AttestedTreesTests {
  let folder: TemporaryFolder
  let signer: CountingSigner
  let memory: CheckpointMemoryFile

  init() throws {
    folder = try TemporaryFolder()
    signer = try CountingSigner(Keys.log())
    memory = try folder.memory()
  }

  private var path: String { folder.file("ledger") }

  /// A ledger with an attested audit, and some of what it found.
  private func attested(
    _ events: Int, seed: UInt64
  ) async throws -> (Ledger, checkpoint: UnverifiedCheckpoint, findings: [Identifier]) {
    let ledger = try Ledger.create(
      at: path, recordingNotices: false, clock: .fixed(at: instant("2026-06-30T23:59:59+08:00")))
    let records = try Workload(WorkloadSettings(events: events, seed: seed, asImport: true))
    _ = try await ledger.record(Array(records), mode: .importing)
    try await ledger.attest()
    let checkpoint = try await ledger.checkpoint(signer: signer, memory: memory)
    let report = try await ledger.audit()
    let obligations = report.obligations.map(\.id)
    #expect(obligations.count > 256)
    var findings = [obligations.first, obligations.last].compactMap(\.self)
    for place in stride(from: 0, to: obligations.count, by: 97) {
      findings.append(obligations[place])
    }
    return (ledger, checkpoint, findings + report.violations.prefix(5).map(\.id))
  }

  /// The certificate of a finding, and whether the log was replayed for it.
  private func prove(
    _ id: Identifier, _ ledger: Ledger, _ checkpoint: UnverifiedCheckpoint
  ) async throws -> (json: [UInt8], isReplayed: Bool) {
    let isReplayed = Mutex(false)
    let certificate = try await ledger.prove(id, under: checkpoint) { _, _ in
      isReplayed.withLock { $0 = true }
    }
    #expect(certificate.evidence.grade == .attested)
    return (certificate.json, isReplayed.withLock { $0 })
  }

  private func change(_ sql: String) async throws {
    let database = try DatabaseQueue(path: path)
    try await database.write { try $0.execute(sql: sql) }
    try database.close()
  }

  /// The same bytes with the trees and by a replay.
  @Test(arguments: [1, 2] as [UInt64]) func noReplay(seed: UInt64) async throws {
    let (ledger, checkpoint, findings) = try await attested(1_600, seed: seed)
    var certificates: [[UInt8]] = []
    for id in findings {
      let (json, isReplayed) = try await prove(id, ledger, checkpoint)
      #expect(!isReplayed)
      certificates.append(json)
    }
    #expect(try await ledger.verify().disagreements == [])
    #expect(try ledger.rebuild().differing == [])
    try ledger.close()
    try await change("DELETE FROM attested_tiles")
    let reopened = try Ledger(at: path)
    for (id, json) in zip(findings, certificates).prefix(4) {
      let replayed = try await prove(id, reopened, checkpoint)
      #expect(replayed.isReplayed && replayed.json == json)
    }
    #expect(try await reopened.verify().disagreements == [])
  }

  /// Trees that were altered prove nothing else, are found, and are forgotten by a rebuild.
  @Test(arguments: [
    "UPDATE attested_tiles SET hashes = zeroblob(length(hashes)) WHERE level = 0",
    "UPDATE attested_tiles SET hashes = zeroblob(length(hashes)) WHERE level > 0",
    "UPDATE attested_tiles SET hashes = substr(hashes, 2)",
    "UPDATE attested_tiles SET hashes = x'' WHERE number > 0",
    "DELETE FROM attested_tiles WHERE level > 0",
    "UPDATE attested_tiles SET ids = replace(ids, 'sd329.23/', 'sd329.24/')",
    "UPDATE attested_tiles SET ids = char(10) || ids",
    "UPDATE attested_tiles SET ids = 7, first_id = 7 WHERE level = 0",
    "UPDATE attested_tiles SET first_id = NULL",
    "UPDATE attested_tiles SET number = number + 1000000000000 WHERE level = 0",
  ])
  func alteredTrees(sql: String) async throws {
    let (ledger, checkpoint, findings) = try await attested(900, seed: 3)
    let id = try #require(findings.first)
    let json = try await prove(id, ledger, checkpoint).json
    try ledger.close()
    try await change(sql)
    let altered = try Ledger(at: path)
    let certificate = try await altered.prove(id, under: checkpoint)
    // Where a name is gone, the audit does not seem to know it: nothing is said of what is attested.
    #expect(certificate.json == json || certificate.evidence.grade == .included, "\(sql)")
    let found = try await altered.verify().disagreements
    #expect(found.map(\.place) == ["attested_tiles"], "\(sql)")
    #expect(try altered.rebuild().differing == ["attested_tiles"], "\(sql)")
    #expect(try await altered.verify().disagreements == [])
    #expect(try await prove(id, altered, checkpoint).json == json)
  }

  /// Of one rule book the newest attestation keeps its trees.
  @Test func theNewestIsKept() async throws {
    let (ledger, checkpoint, findings) = try await attested(900, seed: 4)
    let id = try #require(findings.first)
    try await ledger.attest(asOf: instant("2026-01-01T00:00:00+08:00"))
    let newer = try await ledger.checkpoint(signer: signer, memory: memory)
    #expect(try await !prove(id, ledger, newer).isReplayed)
    #expect(try await prove(id, ledger, checkpoint).isReplayed)
    let other = try await ledger.ruleBook(named: "decree-809/1")
    try await ledger.attest(rules: .books([other]))
    let newest = try await ledger.checkpoint(signer: signer, memory: memory)
    #expect(try await !prove(id, ledger, newest).isReplayed)
    await #expect(throws: LedgerError(.notFound, "")) {
      try await ledger.prove("sd329.23/none", under: newest)
    }
  }
}
