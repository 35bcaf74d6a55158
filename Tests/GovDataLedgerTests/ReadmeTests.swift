import Foundation
import Testing
import TestSupport

@testable import GovDataLedger

@Suite struct ReadmeTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

  @Test(arguments: ["EmbeddingExample.swift", "ProjectionExample.swift"])
  func theExamplesOfTheReadmeAreThoseThatAreCompiled(file: String) throws {
    let source = try String(contentsOf: Self.tests.appending(path: file), encoding: .utf8)
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

  @Test func theDeskSeesWhatIsUnanswered() async throws {
    let folder = try TemporaryFolder()
    _ = try await shareOnce(path: folder.file("ledger"))
    let ledger = try Ledger(at: folder.file("ledger"), projections: [Desk()])
    try await ledger.catchUp()
    let rows = try await ledger.rows(Unanswered.self)
    #expect(
      rows.map { "\($0.obligation) \($0.dueOn?.description ?? "")" } == ["sd329.23/SR-1 2025-10-16"]
    )
    #expect(try await ledger.table("x_asked").values.map { $0[1] } == [.integer(1)])
  }
}
