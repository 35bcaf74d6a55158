import GovDataLedger

/// Reads the law that a command line names: rule books and holiday notices. What is wrong in a file is
/// named with its path.
enum LawFiles {
  /// The largest document that is read: 1 MiB.
  private static let largestSize = 1 << 20

  /// A document of holiday notices, with the body that issued them if it says so.
  typealias Notices = (notices: [HolidayNotice], issuer: BodyCode?)

  /// The holiday notices in a file; `-` is standard input.
  static func notices(_ path: String) throws -> Notices {
    try read(path) { (bytes) throws(LedgerError) in
      (try HolidayNotice.list(json: bytes), try HolidayNotice.issuer(json: bytes))
    }
  }

  /// The rules of a list joined by commas, of names or files; without one, those in force.
  static func rules(_ list: String?, for ledger: Ledger) async throws -> RuleChoice {
    guard let list else { return .inForce }
    var books: [RuleBook] = []
    for name in list.split(separator: ",", omittingEmptySubsequences: false) {
      books.append(try await book(String(name), for: ledger))
    }
    return .books(books)
  }

  /// A rule book by its name, or in a file.
  static func book(_ name: String, for ledger: Ledger) async throws -> RuleBook {
    if RuleBookName(name) != nil { return try await ledger.ruleBook(named: name) }
    return try read(name) { (bytes) throws(LedgerError) in try RuleBook(json: bytes) }
  }

  private static func read<Value>(
    _ path: String, _ parse: ([UInt8]) throws(LedgerError) -> Value
  ) throws -> Value {
    let bytes = try SmallFile.read(path, atMost: largestSize)
    do throws(LedgerError) {
      return try parse(bytes)
    } catch {
      throw LedgerError(error.code, "\(path): \(error)")
    }
  }
}
