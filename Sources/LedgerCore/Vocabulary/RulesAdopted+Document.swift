extension RulesAdopted {
  /// The book that is brought along is one, and the one that is adopted.
  func checkAsAWhole() throws(LedgerError) {
    guard let document else { return }
    do throws(LedgerError) {
      let name = try RuleBook(document: document).name
      guard name == book else {
        throw .malformed(
          "book", found: "“\(name)”", expected: "the book adopted, \(book)")
      }
    } catch {
      throw error.under("document")
    }
  }
}
