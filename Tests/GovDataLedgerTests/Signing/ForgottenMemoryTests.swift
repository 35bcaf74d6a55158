import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

/// A memory that does not tell what was signed lets nothing be signed.
@Suite struct ForgottenMemoryTests {
  let folder: TemporaryFolder
  let signer: CountingSigner
  let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    signer = try CountingSigner()
    try SignerKeyFile.create(Keys.log(), at: folder.file("key"))
    ledger = try Ledger.create(at: folder.file("ledger"))
  }

  private func sign(_ key: String = "key", beginningAgain: Bool = false) async throws {
    let memory = CheckpointMemoryFile(
      besideKeyFile: folder.file(key), beginningAgain: beginningAgain)
    _ = try await ledger.checkpoint(signer: signer, memory: memory)
  }

  /// Ways to lose the memory: what happens to the files in the folder.
  enum Loss: String, CaseIterable {
    case removed, emptied, garbled, truncated, dangling, folder

    func happen(to path: String) throws {
      let manager = FileManager.default
      let bytes = try Data(contentsOf: URL(filePath: path))
      try manager.removeItem(atPath: path)
      switch self {
      case .removed: break
      case .emptied: try Data().write(to: URL(filePath: path))
      case .garbled: try Data(bytes.reversed()).write(to: URL(filePath: path))
      case .truncated: try bytes.dropLast(20).write(to: URL(filePath: path))
      case .dangling:
        try manager.createSymbolicLink(atPath: path, withDestinationPath: "/nowhere/signed")
      case .folder: try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
      }
    }
  }

  @Test(arguments: Loss.allCases) func aLostMemorySignsNothing(loss: Loss) async throws {
    try await sign()
    try loss.happen(to: folder.file("key.signed"))
    await #expect(throws: LedgerError(.forgotten, "")) { try await sign() }
    #expect(signer.count == 1)
    // A folder cannot be put out of the way, so still nothing is signed.
    guard loss != .folder else { return }
    try await sign(beginningAgain: true)
    try await sign()
  }

  /// How another name leads to the key.
  enum Double: CaseIterable { case copy, copyWithMemory, link, linkWithMemory, hardLink }

  @Test(arguments: Double.allCases) func aDoubledKeySignsNothing(double: Double) async throws {
    try await sign()
    let manager = FileManager.default
    let (key, other) = (folder.file("key"), folder.file("other"))
    switch double {
    case .copy, .copyWithMemory: try manager.copyItem(atPath: key, toPath: other)
    case .link, .linkWithMemory:
      try manager.createSymbolicLink(atPath: other, withDestinationPath: key)
    case .hardLink: try manager.linkItem(atPath: key, toPath: other)
    }
    if double == .copyWithMemory || double == .linkWithMemory {
      try manager.copyItem(atPath: key + ".signed", toPath: other + ".signed")
    }
    await #expect(throws: LedgerError(.forgotten, "")) { try await sign("other") }
    if double == .hardLink {
      await #expect(throws: LedgerError(.forgotten, "")) { try await sign() }
    }
    #expect(signer.count == 1)
    try await sign("other", beginningAgain: true)
    try await sign("other")
  }

  /// The operator's word replaces a memory that is lost, not one that tells of another history.
  @Test func whatIsRememberedIsNeverContradicted() async throws {
    _ = try await ledger.record(history(40))
    try await sign()
    try ledger.close()
    let manager = FileManager.default
    try manager.copyItem(atPath: folder.file("key"), toPath: folder.file("other"))
    try manager.copyItem(atPath: folder.file("key.signed"), toPath: folder.file("other.signed"))
    let fork = try Ledger.create(at: folder.file("fork"), origin: signer.name)
    let memory = CheckpointMemoryFile(besideKeyFile: folder.file("other"), beginningAgain: true)
    await #expect(throws: LedgerError(.forked, "")) {
      try await fork.checkpoint(signer: signer, memory: memory)
    }
    await #expect(throws: LedgerError(.forked, "")) {
      try await fork.check(signer: signer, memory: memory)
    }
  }

  @Test func aCheckLeavesTheMemoryAsItIs() async throws {
    let memory = CheckpointMemoryFile(besideKeyFile: folder.file("key"))
    try await ledger.check(signer: signer, memory: memory)
    #expect(try memory.remembered() == [])
    #expect(signer.count == 0)
  }

  @Test func aWitnessBeginsWithNoFileButNotWithAnEmptyOne() throws {
    let state = CheckpointMemoryFile(path: folder.file("state"))
    let checkpoint = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "city.example", size: 0, root: SHA256Hasher.emptyRoot),
      with: [signer])
    #expect(try state.update(origin: "city.example") { _ in checkpoint } == checkpoint)
    try Data().write(to: URL(filePath: folder.file("state")))
    #expect(throws: LedgerError(.forgotten, "")) {
      try state.update(origin: "city.example") { _ in checkpoint }
    }
    let again = CheckpointMemoryFile(path: folder.file("state"), beginningAgain: true)
    #expect(try again.update(origin: "city.example") { _ in checkpoint } == checkpoint)
  }
}
