import Foundation
import LedgerCore
import Testing
import TestSupport

@testable import LedgerSQLite

@Suite struct LedgerDraftTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("ledger")
  }

  private func permissions(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func aNewLedgerIsItsOwnersAlone() throws {
    let store = try SQLiteEventStore.create(at: path)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      #expect(try permissions(of: folder.file(name)) == 0o600, "\(name)")
    }
    try store.close()
  }

  /// In a container every process may have the same number.
  @Test func whatAKilledProcessLeftBehindBlocksNobody() throws {
    let manager = FileManager.default
    _ = manager.createFile(atPath: path + ".new-\(getpid())", contents: Data("half".utf8))
    let other = try LedgerDraft(for: path)
    let draft = try LedgerDraft(for: path)
    #expect(draft.path != other.path)
    draft.remove()
    try SQLiteEventStore.create(at: path).close()
    #expect(throws: LedgerError(.alreadyExists, "")) { try other.settle() }
    other.remove()
    let left = try manager.contentsOfDirectory(atPath: folder.path).filter { $0.contains(".new-") }
    #expect(left == ["ledger.new-\(getpid())"])
  }

  @Test func aLedgerThatIsMadeInStepsHasOneDraft() throws {
    let draft = try LedgerDraft(for: path)
    let inner = try LedgerDraft(for: draft.path)
    #expect(inner.path == draft.path)
    try inner.settle()
    inner.remove()
    try draft.settle()
    draft.remove()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["ledger"])
  }

  @Test(arguments: ["-wal", "-shm", "-journal", "-lock"])
  func theNamesOfALedgersOwnFilesAreRefused(suffix: String) {
    #expect(throws: LedgerError(.malformed, "")) { try LedgerDraft(for: path + suffix) }
  }

  @Test(arguments: ["", ":memory:", "file:x", "file:x?mode=memory"])
  func whatIsNoFilesNameIsRefused(place: String) {
    #expect(throws: LedgerError(.malformed, "")) { try SQLiteEventStore.create(at: place) }
  }

  @Test func aDraftThatCannotBeMadeNamesItsPlace() throws {
    let place = folder.file("nowhere/ledger")
    let error = #expect(throws: LedgerError(.alreadyExists, "")) { try LedgerDraft(for: place) }
    #expect(error?.message.contains("\(place): cannot create: No such file") == true)
  }

  @Test(arguments: [0o640, 0o666, 0o600])
  func theLockHasThePermissionsOfWhatItGuards(mode: Int) throws {
    _ = FileManager.default.createFile(
      atPath: path, contents: Data(), attributes: [.posixPermissions: mode])
    _ = try WriterLock(besideLedger: path, patience: .zero)
    #expect(try permissions(of: path + "-lock") == mode)
    let none = folder.file("none")
    _ = try WriterLock(besideLedger: none, patience: .zero)
    #expect(try permissions(of: none + "-lock") == 0o600)
  }

  @Test func onePlaceHasManyNames() throws {
    let manager = FileManager.default
    _ = manager.createFile(atPath: path, contents: Data())
    try manager.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "ledger")
    try manager.createSymbolicLink(atPath: folder.file("dangling"), withDestinationPath: "missing")
    try manager.createSymbolicLink(atPath: folder.file("again"), withDestinationPath: "dangling")
    try manager.linkItem(atPath: path, toPath: folder.file("hard"))
    let (one, other) = (FilePlace(path), FilePlace(folder.file("missing")))
    #expect(
      one
        == FilePlace(folder.path + "/../" + (folder.path as NSString).lastPathComponent + "/ledger")
    )
    #expect(one == FilePlace(folder.file("link")) && one == FilePlace(folder.file("hard")))
    #expect(other == FilePlace(folder.file("again")) && other != one)
    #expect(FilePlace("x").path == manager.currentDirectoryPath + "/x")
  }
}
