import Foundation
import Testing

@testable import vocabulary

/// What is committed is what the schemas give; and a schema that gives nothing is refused by name.
@Suite struct GeneratedFilesTests {
  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func committedFilesAreWhatTheSchemasGive() throws {
    let differences = try GeneratedFiles(of: Self.package).differences(in: Self.package)
    #expect(differences.isEmpty, "run `swift run vocabulary`")
  }

  /// A changed, a missing and a left-over file are told, and written or taken away.
  @Test func differencesAreMended() throws {
    let copy = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: copy) }
    let files = try GeneratedFiles(of: Self.package)
    #expect(try files.write(to: copy) == files.contents.keys.sorted())
    let folder = "Sources/LedgerCore/Vocabulary/Generated"
    let (changed, missing, extra) = (
      "\(folder)/EventType.swift", "\(folder)/ShareReplied.swift", "\(folder)/Gone.swift"
    )
    try "// changed".write(
      to: copy.appending(path: changed), atomically: true, encoding: .utf8)
    try FileManager.default.removeItem(at: copy.appending(path: missing))
    try "// old".write(to: copy.appending(path: extra), atomically: true, encoding: .utf8)
    #expect(try files.differences(in: copy) == [changed, missing, extra].sorted())
    _ = try files.write(to: copy)
    #expect(try files.differences(in: copy).isEmpty)
  }
}
