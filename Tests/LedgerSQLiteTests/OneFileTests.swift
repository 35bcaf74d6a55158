import Foundation
import LedgerCore
import Testing
import TestSupport

@testable import LedgerSQLite

/// The one file is the whole ledger once its writer has closed it, and says so itself when it is not.
@Suite struct OneFileTests {
  let folder: TemporaryFolder
  let recording: Recording

  init() throws {
    folder = try TemporaryFolder()
    recording = try Recording()
  }

  private var path: String { folder.file("ledger") }

  private func make(of size: Int) throws -> SQLiteEventStore {
    let store = try SQLiteEventStore.create(at: path)
    try recording.record(Sample.records(0..<size), in: store)
    return store
  }

  private func copy(_ name: String = "copy", withLog: Bool = false) throws -> String {
    let copy = folder.file(name)
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    if withLog {
      try FileManager.default.copyItem(atPath: path + "-wal", toPath: copy + "-wal")
    }
    return copy
  }

  private var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  @Test func whatIsClosedIsComplete() async throws {
    try make(of: 300).close()
    #expect(try files == ["ledger", "ledger-lock"])
    let reader = try SQLiteEventStore(at: copy(), readOnly: true)
    #expect(try await reader.verify(law: recording.law).disagreements == [])
    #expect(try await reader.size() == 300)
  }

  /// From the first commit on, until the writer closes.
  @Test func aCopyOfWhatIsInUseSaysSo() async throws {
    let store = try make(of: 1)
    for size in 1..<4 {
      let copy = try copy("copy-\(size)")
      #expect(throws: LedgerError(.incomplete, "")) {
        try SQLiteEventStore(at: copy, readOnly: true)
      }
      #expect(throws: LedgerError(.incomplete, "")) { try SQLiteEventStore(at: copy) }
      try recording.record(Sample.records(size..<size + 1), in: store)
    }
    let whole = try copy("whole", withLog: true)
    #expect(try await SQLiteEventStore(at: whole, readOnly: true).size() == 4)
    try store.close()
    #expect(try await SQLiteEventStore(at: copy(), readOnly: true).size() == 4)
  }

  /// The owner may go on with what a copy holds, by saying so.
  @Test func whatIsLeftCanBeGoneOnWith() async throws {
    let store = try make(of: 100)
    let copy = try copy()
    try store.close()
    let rest = try SQLiteEventStore(at: copy, accepting: true)
    _ = try rest.rebuild(law: recording.law)
    try rest.close()
    let opened = try SQLiteEventStore(at: copy)
    #expect(try await opened.verify(law: recording.law).disagreements == [])
  }

  /// A writer that is not closed leaves its log, and the next one goes on from there.
  @Test func whatIsNotClosedIsKept() async throws {
    do { _ = try make(of: 300) }
    #expect(try files.contains("ledger-wal"))
    let next = try SQLiteEventStore(at: path)
    #expect(try await next.size() == 300)
    try recording.record(Sample.records(300..<301), in: next)
    try next.close()
    #expect(try files == ["ledger", "ledger-lock"])
  }

  @Test func aReaderLeavesNothing() async throws {
    try make(of: 300).close()
    try FileManager.default.removeItem(atPath: path + "-lock")
    let reader = try SQLiteEventStore(at: path, readOnly: true)
    #expect(try await reader.leaves(pagesOf: 100).count == 300)
    #expect(try files == ["ledger"])
    try reader.close()
    #expect(try files == ["ledger"])
  }

  /// The files of a writer stand beside the file itself, whatever name a reader has for it.
  @Test func aReaderByALinkSeesWhatIsRecorded() async throws {
    let store = try make(of: 10)
    let link = folder.file("other") + "/link"
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder.file("other"), withIntermediateDirectories: false)
    try manager.createSymbolicLink(atPath: link, withDestinationPath: path)
    let reader = try SQLiteEventStore(at: link, readOnly: true)
    #expect(try await reader.leaves(pagesOf: 100).count == 10)
    try recording.record(Sample.records(10..<11), in: store)
    #expect(try await reader.leaves(pagesOf: 100).count == 11)
  }

  /// A reader that began when nobody wrote sees what a writer records afterwards.
  @Test func aReaderFollowsWritersThatComeAndGo() async throws {
    try make(of: 10).close()
    let reader = try SQLiteEventStore(at: path, readOnly: true)
    #expect(try await reader.size() == 10)
    for size in 10..<16 {
      let writer = try SQLiteEventStore(at: path)
      try recording.record(Sample.records(size..<size + 1), in: writer)
      #expect(try await reader.size() == Int64(size) + 1)
      if size % 2 == 0 { try writer.close() }
      #expect(try await reader.leaves(pagesOf: 100).count == size + 1)
    }
  }
}
