import Foundation
import Testing
import TestSupport

/// A folder of its own for each test, in which the built tools run; removed when the test is done.
final class Workplace {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  var path: String { folder.path }

  /// How a command ended.
  struct Ended {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs a line of shell, in which `govledger` and `govledger-verify` are the built tools.
  @discardableResult
  func run(_ line: String) throws -> Ended {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = URL(filePath: path)
    var environment = ProcessInfo.processInfo.environment
    environment["PATH"] = "\(Self.tools):\(environment["PATH"] ?? "")"
    // A trap is told by its signal; a backtrace takes a minute.
    environment["SWIFT_BACKTRACE"] = "enable=no"
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try sink("output")
    process.standardError = try sink("errors")
    try process.run()
    process.waitUntilExit()
    return Ended(
      status: process.terminationStatus, output: text(".output"), errors: text(".errors"))
  }

  /// The text of a file.
  func text(_ name: String) -> String {
    let bytes = FileManager.default.contents(atPath: path + "/" + name) ?? Data()
    return String(decoding: bytes, as: UTF8.self)
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path + "/" + name))
  }

  private func sink(_ name: String) throws -> FileHandle {
    let file = path + "/." + name
    _ = FileManager.default.createFile(atPath: file, contents: nil)
    return try #require(FileHandle(forWritingAtPath: file))
  }

  /// The folder of the test program, beside which the tools are built.
  private static let tools =
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
}

extension Workplace.Ended {
  /// The command must have failed with this status and one line that says this.
  func expectFailure(
    _ status: Int32, _ words: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(self.status == status, "\(errors)", sourceLocation: sourceLocation)
    #expect(errors.contains(words), sourceLocation: sourceLocation)
    #expect(errors.filter { $0 == "\n" }.count == 1, "\(errors)", sourceLocation: sourceLocation)
  }
}
