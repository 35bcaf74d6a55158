import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

@Suite struct CheckpointTests {
  let folder: TemporaryFolder
  let signer: CountingSigner
  let records: [Record]
  let memory: CheckpointMemoryFile

  init() throws {
    folder = try TemporaryFolder()
    signer = try CountingSigner()
    records = try history(600)
    memory = try folder.memory()
  }

  private func make(_ name: String = "ledger", of size: Int = 0) async throws -> Ledger {
    let ledger = try Ledger.create(at: folder.file(name), recordingNotices: false)
    _ = try await ledger.record(Array(records[..<size]))
    return ledger
  }

  /// The closed ledger's file under another name.
  private func copy(_ ledger: Ledger, to name: String) throws {
    try ledger.close()
    try? FileManager.default.removeItem(atPath: folder.file(name))
    try FileManager.default.copyItem(atPath: folder.file("ledger"), toPath: folder.file(name))
  }

  private func open(_ name: String = "ledger") throws -> Ledger {
    try Ledger(at: folder.file(name))
  }

  // MARK: Signing

  @Test func everySizeIsSignedAndStored() async throws {
    let ledger = try await make()
    let key = try Keys.log().verifierKey
    var recorded = 0
    for size in [0, 1, 255, 256, 257, 600] {
      _ = try await ledger.record(Array(records[recorded..<size]))
      recorded = size
      let checkpoint = try await ledger.checkpoint(signer: signer, memory: memory)
      let verified = try checkpoint.verified(by: key)
      #expect(verified.checkpoint.size == Int64(size))
      try ledger.expectRoot(of: checkpoint)
      #expect(try await ledger.newestCheckpoint() == checkpoint)
      #expect(try memory.remembered() == [checkpoint])
    }
    let report = try await ledger.verify(
      policy: TransparencyPolicy("log \(key)\nquorum none\n".utf8))
    #expect(report.disagreements == [])
    #expect(report.checkpoints == 6)
  }

  @Test func theSameHeadIsNotSignedTwice() async throws {
    let ledger = try await make(of: 100)
    let first = try await ledger.checkpoint(signer: signer, memory: memory)
    let again = try await ledger.checkpoint(signer: signer, memory: memory)
    #expect(again == first)
    try ledger.close()
    #expect(try await open().checkpoint(signer: signer, memory: memory) == first)
    #expect(signer.count == 1)
  }

  @Test func aSecondKeyOfTheOriginAddsItsSignature() async throws {
    let ledger = try await make(of: 10)
    let first = try await ledger.checkpoint(signer: signer, memory: memory)
    let next = try CountingSigner(Keys.log(2))
    let other = try folder.memory(ofKey: "next")
    let both = try await ledger.checkpoint(signer: next, memory: other)
    #expect(both.note.signatures.map(\.keyID) == [signer.keyID, next.keyID])
    #expect(both.note.text == first.note.text)
    #expect(try await ledger.newestCheckpoint() == both)
  }

  // MARK: Origin

  @Test func theFirstKeyNamesTheLog() async throws {
    let ledger = try await make(of: 1)
    #expect(try await ledger.origin == nil)
    try await ledger.checkpoint(signer: signer, memory: memory)
    #expect(try await ledger.origin == signer.name)
    let stranger = try CountingSigner(Keys.log(2, name: "town.example"))
    await #expect(throws: LedgerError(.contradictory, "")) {
      try await ledger.checkpoint(signer: stranger, memory: memory)
    }
    #expect(stranger.count == 0)
  }

  @Test func theOriginIsThatOfTheLedger() async throws {
    let name = try KeyName("town.example")
    let ledger = try Ledger.create(at: folder.file("ledger"), origin: name, recordingNotices: false)
    #expect(try await ledger.origin == name)
    await #expect(throws: LedgerError(.contradictory, "")) {
      try await ledger.checkpoint(signer: signer, memory: memory)
    }
    #expect(try await ledger.newestCheckpoint() == nil)
  }

  // MARK: Old copies and forks

  @Test func aRestoredOldCopyIsNoticed() async throws {
    let ledger = try await make(of: 100)
    let old = try await ledger.checkpoint(signer: signer, memory: memory)
    try copy(ledger, to: "backup")
    let grown = try open()
    _ = try await grown.record(Array(records[100..<200]))
    let new = try await grown.checkpoint(signer: signer, memory: memory)
    try grown.close()

    let restored = try open("backup")
    for added in [100..<100, 100..<101, 101..<251] {
      // Also when other events are recorded on the old copy, fewer and more than were signed.
      for var record in records[added] {
        record.id = Identifier("other-\(record.id)")
        _ = try await restored.record(record, mode: .importing)
      }
      await expectFork(restored, old: try await restored.size, signed: new)
    }
    #expect(try await restored.newestCheckpoint() == old)
    #expect(signer.count == 2)
  }

  private func expectFork(
    _ ledger: Ledger, old size: Int64, signed: UnverifiedCheckpoint,
    memory: CheckpointMemoryFile? = nil
  ) async {
    do {
      try await ledger.checkpoint(signer: signer, memory: memory ?? self.memory)
      Issue.record("an old copy of size \(size) was signed")
    } catch let error as LedgerError {
      #expect(error.code == .forked)
      #expect(error.message.contains("size \(size), "))
      #expect(error.message.contains("size \(signed.claim.size), "))
      #expect(error.message.contains(signed.claim.root.base64))
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func twoForksAreNoticed() async throws {
    let ledger = try await make(of: 100)
    try copy(ledger, to: "fork")
    let (one, other) = (try open(), try open("fork"))
    _ = try await one.record(records[100])
    var record = records[100]
    record.id = "another"
    _ = try await other.record(record)
    let signed = try await one.checkpoint(signer: signer, memory: memory)
    await expectFork(other, old: 101, signed: signed)
  }

  /// The memory is lost, but the ledger's own checkpoints still hold the log to what was signed.
  @Test func theLedgerRemembersToo() async throws {
    let ledger = try await make(of: 100)
    let signed = try await ledger.checkpoint(signer: signer, memory: memory)
    let shorter = try Ledger.create(
      at: folder.file("shorter"), origin: signer.name, recordingNotices: false)
    _ = try await shorter.record(Array(records[..<50]))
    try shorter.store.writeBlocking { try $0.store(signed) }
    try FileManager.default.removeItem(atPath: memory.path)
    let again = CheckpointMemoryFile(besideKeyFile: folder.file("key"), beginningAgain: true)
    await expectFork(shorter, old: 50, signed: signed, memory: again)
  }

  // MARK: Crashes

  @Test func aCrashBetweenMemoryAndLedgerSignsNothingTwice() async throws {
    let ledger = try await make(of: 100)
    await #expect(throws: LedgerError(.inputOutput, "")) {
      try await ledger.checkpoint(signer: signer, memory: CrashingMemory(memory: memory))
    }
    #expect(try await ledger.newestCheckpoint() == nil)
    #expect(try await ledger.origin == nil)
    let checkpoint = try await ledger.checkpoint(signer: signer, memory: memory)
    #expect(signer.count == 1)
    #expect(checkpoint.claim.size == 100)
    #expect(try await ledger.newestCheckpoint() == checkpoint)
  }

  @Test func whatACrashLeftUnstoredIsStoredLater() async throws {
    let ledger = try await make(of: 100)
    _ = try? await ledger.checkpoint(signer: signer, memory: CrashingMemory(memory: memory))
    _ = try await ledger.record(records[100])
    try await ledger.checkpoint(signer: signer, memory: memory)
    let first = try #require(try await ledger.checkpoint(ofSize: 100))
    try ledger.expectRoot(of: first)
    #expect(try await ledger.verify().checkpoints == 2)
  }

  @Test func aSignerThatFailsLeavesNothing() async throws {
    let ledger = try await make(of: 100)
    signer.fail(true)
    await #expect(throws: LedgerError(.inputOutput, "")) {
      try await ledger.checkpoint(signer: signer, memory: memory)
    }
    #expect(try await ledger.newestCheckpoint() == nil)
    #expect(try memory.remembered() == [])
    signer.fail(false)
    try await ledger.checkpoint(signer: signer, memory: memory)
  }

  @Test func aDamagedMemoryIsNamed() async throws {
    let ledger = try await make(of: 100)
    try Data("not a checkpoint\n".utf8).write(to: URL(filePath: memory.path))
    await #expect(throws: LedgerError(.forgotten, "")) {
      try await ledger.checkpoint(signer: signer, memory: memory)
    }
    #expect(signer.count == 0)
  }

  // MARK: Several at once

  @Test func severalSignersOfOneLedgerAgree() async throws {
    let ledger = try await make(of: 100)
    let other = try open()
    let (signer, memory, records) = (signer, memory, records)
    let checkpoints = try await withThrowingTaskGroup(of: UnverifiedCheckpoint?.self) { group in
      for index in 0..<60 {
        group.addTask {
          let ledger = index % 2 == 0 ? ledger : other
          if index % 3 == 0 {
            _ = try await ledger.record(records[0].incident(index))
            return nil
          }
          return try await ledger.checkpoint(signer: signer, memory: memory)
        }
      }
      return try await group.reduce(into: [UnverifiedCheckpoint]()) { all, one in
        if let one { all.append(one) }
      }
    }
    #expect(try await ledger.size == 120)
    #expect(checkpoints.count == 40)
    for checkpoint in checkpoints { try ledger.expectRoot(of: checkpoint) }
    #expect(try await ledger.verify().disagreements == [])
    // Each head was signed once, whoever asked for it.
    #expect(signer.count == Set(checkpoints.map(\.claim.size)).count)
  }

  @Test(arguments: 0..<8) func twoForksAtOnceAreNeverBothSigned(round: Int) async throws {
    let ledger = try await make(of: 100 + round)
    try copy(ledger, to: "fork")
    let forks = [try open(), try open("fork")]
    for (index, fork) in forks.enumerated() {
      _ = try await fork.record(records[0].incident(index))
    }
    let (signer, memory) = (signer, memory)
    let signed = await withTaskGroup(of: Bool.self) { group in
      for fork in forks {
        group.addTask {
          (try? await fork.checkpoint(signer: signer, memory: memory)) != nil
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(signed == 1)
    #expect(signer.count == 1)
  }
}
