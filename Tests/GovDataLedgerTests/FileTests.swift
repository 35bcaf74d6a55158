import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

/// Files that are read and written whole.
@Suite struct FileTests {
  let folder: TemporaryFolder
  let path: String
  private let manager = FileManager.default

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("file")
  }

  private func write(_ text: String, to path: String, replaces: Bool = true) throws {
    try WholeFile.write(to: path, replaces: replaces) { try $0(Array(text.utf8)) }
  }

  private func text(_ path: String) -> String? {
    manager.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  private func names() throws -> [String] {
    try manager.contentsOfDirectory(atPath: folder.path).sorted()
  }

  // MARK: Writing

  @Test func aFileIsReplacedAsAWholeAndKeepsItsPermissions() throws {
    _ = manager.createFile(
      atPath: path, contents: Data("old".utf8), attributes: [.posixPermissions: 0o640])
    try write("new", to: path)
    #expect(text(path) == "new")
    #expect(try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
    struct Failed: Error {}
    #expect(throws: Failed.self) {
      try WholeFile.write(to: path) { write in
        try write(Array("half".utf8))
        throw Failed()
      }
    }
    #expect(text(path) == "new")
    #expect(try names() == ["file"])
  }

  @Test func aLinkIsFollowed() throws {
    try manager.createDirectory(atPath: folder.file("sub"), withIntermediateDirectories: true)
    try manager.createSymbolicLink(atPath: path, withDestinationPath: "sub/target")
    for text in ["first", "second"] {
      try write(text, to: path)
      #expect(self.text(folder.file("sub/target")) == text)
      #expect(try manager.destinationOfSymbolicLink(atPath: path) == "sub/target")
    }
    #expect(throws: LedgerError(.alreadyExists, "")) { try write("x", to: path, replaces: false) }
    #expect(try manager.contentsOfDirectory(atPath: folder.file("sub")) == ["target"])
    try manager.createSymbolicLink(atPath: folder.file("loop"), withDestinationPath: "loop")
    #expect(throws: LedgerError(.alreadyExists, "")) { try write("x", to: folder.file("loop")) }
  }

  @Test func whatIsNoPlainFileIsWrittenThrough() throws {
    try manager.createSymbolicLink(atPath: folder.file("null"), withDestinationPath: "/dev/null")
    try write("nothing", to: folder.file("null"))
    var status = stat()
    #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    #expect(mkfifo(path, 0o600) == 0)
    let reader = open(path, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    try write("through", to: path)
    var bytes = [UInt8](repeating: 0, count: 20)
    #expect(read(reader, &bytes, 20) == 7)
    #expect(String(decoding: bytes.prefix(7), as: UTF8.self) == "through")
    #expect(throws: LedgerError(.alreadyExists, "")) { try write("x", to: folder.path) }
    #expect(try names() == ["file", "null"])
  }

  @Test func staleDraftsBlockNobody() throws {
    _ = manager.createFile(atPath: path + ".new-\(getpid())", contents: Data())
    try write("new", to: path)
    try write("key", to: folder.file("other"), replaces: false)
    #expect(try names() == ["file", "file.new-\(getpid())", "other"])
  }

  // MARK: Reading

  private func refusal(_ path: String) throws -> LedgerError {
    try #require(throws: LedgerError.self) { try SmallFile.read(path, atMost: 1000) }
  }

  @Test func aFileThatCannotBeReadSaysWhy() throws {
    #expect(try refusal(path).message == "\(path): no such file; give another path")
    #expect(try refusal(folder.path).code == .notFound)
    try manager.createSymbolicLink(atPath: path, withDestinationPath: "file")
    let loop = try refusal(path)
    #expect(loop.code == .notFound && loop.message.hasSuffix("Too many levels of symbolic links"))
    // Its first page belongs to nobody.
    let unreadable = try refusal("/proc/self/mem")
    #expect(unreadable.code == .inputOutput && unreadable.message.hasSuffix("Input/output error"))
    #expect(throws: LedgerError(.inputOutput, "")) {
      var lines = try LineReader(path: "/proc/self/mem")
      _ = try lines.next()
    }
  }

  @Test func aPrivateKeyIsNeverQuoted() throws {
    let key = try Keys.log()
    try write("log " + key.privateText + "\n", to: path)
    for limit in [10, 1000] {
      let error = try #require(throws: LedgerError.self) { try SmallFile.read(path, atMost: limit) }
      #expect(error.message.hasPrefix(path) && !error.message.contains("city"), "\(error)")
    }
    var lines = try LineReader(path: path)
    let error = try #require(throws: LedgerError.self) { try lines.next() }
    #expect(error.code == .malformed && error.line == 1)
    #expect(error.message.hasPrefix(path) && !error.message.contains("city"))
  }

  @Test func aMemoryThatIsAKeyIsNotQuoted() throws {
    try SignerKeyFile.create(try Keys.log(), at: path)
    let memory = CheckpointMemoryFile(path: path)
    let error = try #require(throws: LedgerError.self) {
      try memory.update(origin: "city.example") { try #require($0) }
    }
    #expect(error.code == .forgotten && !error.message.contains("city"))
  }

  // MARK: Lines that come slowly

  /// The lines of a pipe, whose writer is slow.
  @Test func aPipeIsReadBeforeOthersWait() async throws {
    let ledger = try Ledger.create(at: folder.file("ledger"), recordingNotices: false)
    let records = try history(40)
    let lines = records.map { $0.canonicalBytes + [0x0A] }
    #expect(mkfifo(path, 0o600) == 0)
    let (path, all) = (path, Array(lines.joined()))
    let place = ledger.store.path
    async let slow = Self.onThreadOfItsOwn {
      let other = try Ledger(at: place)
      defer { try? other.close() }
      var lines = try LineReader(path: path)
      var count = 0
      try other.record(&lines, onCommit: { count += $0.alreadyRecorded })
      return count
    }
    // Until the other has opened it there is nobody to write to; waiting in the call itself would hold
    // up other tests.
    var writer = open(path, O_WRONLY | O_NONBLOCK)
    while writer < 0, errno == ENXIO {
      try await Task.sleep(for: .milliseconds(10))
      writer = open(path, O_WRONLY | O_NONBLOCK)
    }
    #expect(
      all[..<9000].withUnsafeBytes { Foundation.write(writer, $0.baseAddress, $0.count) } == 9000)
    // With the other waiting for more, this one has its turn.
    _ = try await ledger.record(records)
    let rest = all[9000...]
    #expect(
      rest.withUnsafeBytes { Foundation.write(writer, $0.baseAddress, $0.count) } == rest.count)
    close(writer)
    #expect(try await slow == 40)
    #expect(try await ledger.size == 40)
    try ledger.close()
  }

  /// Work that waits must not hold one of the few threads that tasks share.
  private static func onThreadOfItsOwn<Value: Sendable>(
    _ work: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
    }
  }
}
