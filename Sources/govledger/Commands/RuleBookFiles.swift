import GovDataLedger

/// Finds the rule books that a command line names.
enum RuleBookFiles {
  /// The largest rule book that is read: 1 MiB.
  private static let largestSize = 1 << 20

  /// The books of a list joined by commas: names, or files.
  static func books(named list: String, for ledger: Ledger) async throws -> [RuleBook] {
    var books: [RuleBook] = []
    for name in list.split(separator: ",", omittingEmptySubsequences: false) {
      books.append(try await book(named: String(name), for: ledger))
    }
    return books
  }

  /// A book by its name, or in a file.
  static func book(named name: String, for ledger: Ledger) async throws -> RuleBook {
    if RuleBookName(name) != nil { return try await ledger.ruleBook(named: name) }
    let bytes = try SmallFile.read(name, atMost: largestSize)
    do {
      return try RuleBook(json: bytes)
    } catch {
      throw LedgerError(error.code, "\(name): \(error)")
    }
  }
}
