import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

@Suite struct ReadmeTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

  @Test func theExampleOfTheReadmeIsTheOneThatIsCompiled() throws {
    let source = try String(
      contentsOf: Self.tests.appending(path: "EmbeddingExample.swift"), encoding: .utf8)
    let readme = try String(
      contentsOf: Self.tests.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "README.md"), encoding: .utf8)
    let begin = try #require(source.range(of: "// example:begin\n"))
    let end = try #require(source.range(of: "// example:end"))
    let example = source[begin.upperBound..<end.lowerBound]
    #expect(readme.contains("```swift\n\(example)```"))
  }

  @Test func theExampleSaysWhatIsDue() async throws {
    let folder = try TemporaryFolder()
    let answers = try await shareOnce(path: folder.file("ledger"))
    #expect(answers == ["sd329.23/SR-1 is due on 2025-10-16", "sd329.23/SR-1: overdue"])
  }
}
