import Foundation
import Testing

@testable import vocabulary

/// The order sentence by sentence: nothing that obliges, forbids or allows stands there without what
/// carries it out, or the reason why nothing does.
@Suite struct LiterateBookTests {
  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: package.appending(path: path), encoding: .utf8)
  }

  /// The book, after some words of its sources were replaced.
  private func book(
    sentences: (String, String) = ("", ""), order: (String, String) = ("", ""),
    rules: (String, String) = ("", "")
  ) throws -> LiterateBook {
    func changed(_ path: String, _ change: (String, String)) throws -> String {
      let text = try Self.text(path)
      guard !change.0.isEmpty else { return text }
      try #require(text.contains(change.0))
      return text.replacing(change.0, with: change.1, maxReplacements: 1)
    }
    let coverage = try Coverage(Vocabulary(under: Self.package), under: Self.package)
    return try LiterateBook(
      coverage, sentences: OrderedJSON(changed("Schemas/parts/order-329.json", sentences)),
      order: changed("Sources/LedgerCore/Bundled/order-329.txt", order),
      book: OrderedJSON(changed("Sources/LedgerCore/Bundled/order-329.json", rules)))
  }

  @Test func everySentenceHasWhatCarriesItOut() throws {
    let page = try book().markdown()
    var quoted = 0
    for block in page.components(separatedBy: "\n\n> ").dropFirst() {
      quoted += 1
      #expect(block.contains("\n\n- "), "\(block)")
    }
    #expect(quoted == 64)
    #expect(page.contains("- 义务 obligation `sd329.23`: 10个工作日 · 10 working days; opened by"))
    #expect(page.contains("- 违规 finding `sd329.23.reasons`"))
  }

  @Test(arguments: [
    // A sentence without anything, and one whose reason is gone.
    ("sentences", "[\n      \"data.accessed\"\n    ]", "[]"),
    (
      "sentences", "\"reason\": {\n      \"zh\": \"标准另行制定\"",
      "\"other\": {\n      \"zh\": \"标准另行制定\""
    ),
    // Other words than the order's.
    ("sentences", "10个工作日", "12个工作日"),
    ("order", "15个工作日", "20个工作日"),
    ("order", "政务数据实行目录管理。", "政务数据实行目录管理。另行规定。"),
    // A rule that quotes what is not there.
    ("rules", "不同意共享的，应当说明理由。", "不同意共享的，可以不说明理由。"),
    // A type and a table of other articles.
    ("sentences", "\"officer.designated\"", "\"training.held\""),
    ("sentences", "\"open_incidents\"", "\"trainings\""),
  ])
  func whatIsLeftOpenIsRefused(source: String, words: String, others: String) throws {
    let change = (words, others)
    #expect(throws: VocabularyError.self) {
      switch source {
      case "sentences": try book(sentences: change)
      case "order": try book(order: change)
      default: try book(rules: change)
      }
    }
  }
}
