import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

@Suite struct StaticTilesTests {
  let folder: TemporaryFolder
  let signer: CountingSigner

  init() throws {
    folder = try TemporaryFolder()
    signer = try CountingSigner()
  }

  private var memory: CheckpointMemoryFile { CheckpointMemoryFile(path: folder.file("signed")) }

  private func files(below path: String) throws -> Set<String> {
    let all = try FileManager.default.subpathsOfDirectory(atPath: path)
    return Set(
      all.filter {
        var isDirectory: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: path + "/" + $0, isDirectory: &isDirectory)
        return !isDirectory.boolValue
      })
  }

  /// The tiles of the checkpoint, also when the log has grown since.
  @Test(arguments: [0, 1, 255, 256, 257, 700]) func exactlyTheTilesOfTheCheckpoint(
    size: Int
  ) async throws {
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    let records = try history(size + 300)
    _ = try await ledger.record(Array(records[..<size]))
    let checkpoint = try await ledger.checkpoint(signer: signer, memory: memory)
    _ = try await ledger.record(Array(records[size...]))
    let target = folder.file("tiles")
    try await ledger.exportTiles(to: target)
    let list = try TileList(size: Int64(size))
    let expected = Set(list.map(\.path) + list.bundles.map(\.path) + ["checkpoint"])
    #expect(try files(below: target) == expected)
    let stored = try Data(contentsOf: URL(filePath: target + "/checkpoint"))
    #expect(Array(stored) == checkpoint.bytes)
    var tree = try TiledTree(
      size: Int64(size), source: Folder(path: target), hasher: SHA256Hasher.self)
    #expect(try tree.root() == checkpoint.claim.root)
  }

  private struct Folder: TileSource {
    let path: String

    func hashes(of tile: TileReference) throws -> [TreeHash]? {
      try tile.hashes(in: Data(contentsOf: URL(filePath: path + "/" + tile.path)))
    }
  }

  @Test func withoutACheckpointThereIsNothingToExport() async throws {
    let ledger = try await Ledger.generated(10, in: folder)
    await #expect(throws: LedgerError(.notFound, "")) {
      try await ledger.exportTiles(to: folder.file("tiles"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("tiles")))
  }

  @Test func aFolderThatIsInUseIsLeftAlone() async throws {
    let ledger = try await Ledger.generated(10, in: folder)
    try await ledger.checkpoint(signer: signer, memory: memory)
    for target in [folder.path, folder.file("signed"), folder.file("no/where")] {
      await #expect(throws: LedgerError(.alreadyExists, "")) {
        try await ledger.exportTiles(to: target)
      }
    }
  }

  /// A checkpoint that is not of these events is never published.
  @Test func anotherRootIsRefused() async throws {
    let ledger = try await Ledger.generated(10, in: folder)
    let forged = try UnverifiedCheckpoint(
      signing: Checkpoint(origin: "city.example", size: 10, root: SHA256Hasher.leaf([1])),
      with: [signer])
    try ledger.store.writeBlocking { try $0.store(forged) }
    await #expect(throws: LedgerError(.damaged, "")) {
      try await ledger.exportTiles(to: folder.file("tiles"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("tiles/checkpoint")))
  }
}
