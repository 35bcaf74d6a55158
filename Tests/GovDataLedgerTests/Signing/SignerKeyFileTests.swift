import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

@Suite struct SignerKeyFileTests {
  let folder: TemporaryFolder
  let key: SignerKey
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    key = try Keys.log()
    path = folder.file("key")
  }

  private func write(_ text: String, mode: Int = 0o600) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test func aKeyIsItsOwnersAlone() throws {
    try SignerKeyFile.create(key, at: path)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try SignerKeyFile.read(path).privateText == key.privateText)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.sorted() == ["key", "key.signed"])
  }

  @Test func nothingIsOverwritten() throws {
    try write("mine")
    #expect(throws: LedgerError(.alreadyExists, "")) { try SignerKeyFile.create(key, at: path) }
    #expect(FileManager.default.contents(atPath: path) == Data("mine".utf8))
    #expect(throws: LedgerError(.alreadyExists, "")) {
      try SignerKeyFile.create(key, at: folder.file("nowhere/key"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["key"])
    // Nor the memory of a key that stood here before.
    let memory = folder.file("next.signed")
    try Data("what it signed".utf8).write(to: URL(filePath: memory))
    #expect(throws: LedgerError(.alreadyExists, "")) {
      try SignerKeyFile.create(key, at: folder.file("next"))
    }
    #expect(FileManager.default.contents(atPath: memory) == Data("what it signed".utf8))
    #expect(!FileManager.default.fileExists(atPath: folder.file("next")))
  }

  @Test func theFinalNewlineMayBeMissing() throws {
    try write(key.privateText)
    #expect(try SignerKeyFile.read(path).verifierKey == key.verifierKey)
  }

  @Test func otherFormsAreRefusedWithoutShowingTheKey() throws {
    let text = key.privateText
    for other in [
      "", "\n", text + "\n\n", text + "\r\n", "\n" + text, text + "\n" + text + "\n", " " + text,
      String(text.dropLast()), key.verifierKey.text, String(repeating: "x", count: 5000),
    ] {
      try write(other)
      do {
        _ = try SignerKeyFile.read(path)
        Issue.record("read a key from \(other)")
      } catch {
        #expect(error.code == (other.count > 4096 ? .tooLarge : .malformed))
        #expect(!error.message.contains(text.suffix(20)))
        #expect(error.message.hasPrefix(path))
      }
    }
    #expect(throws: LedgerError(.notFound, "")) { try SignerKeyFile.read(folder.file("none")) }
    #expect(throws: LedgerError(.notFound, "")) { try SignerKeyFile.read(folder.path) }
  }

  @Test(arguments: [(0o600, true), (0o644, true), (0o640, true), (0o602, false), (0o666, false)])
  func aKeyThatEverybodyMayWriteIsRefused(mode: Int, isRead: Bool) throws {
    try write(key.privateText + "\n", mode: mode)
    #expect(((try? SignerKeyFile.read(path)) != nil) == isRead)
  }
}
