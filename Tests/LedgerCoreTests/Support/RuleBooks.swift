@testable import LedgerCore
import Testing

/// The bundled rule book's document, and books made from it by changing places in it.
enum RuleBooks {
  static func document() throws -> JSONValue {
    try JSONValue(parsing: try #require(BundledFiles.bytes(of: "order-329")))
  }

  static func book(_ changes: [(JSONPath, JSONValue?)]) throws -> RuleBook {
    var document = try document()
    for (path, value) in changes { document = document.setting(path, to: value) }
    return try RuleBook(json: document.canonicalBytes)
  }

  /// A place in the obligation of an index: 0 is sd329.16, 1 is sd329.23, 2 is
  /// sd329.31.remedy, 3 is sd329.31.report.
  static func obligation(_ index: Int, _ key: String) -> JSONPath {
    JSONPath(steps: [.key("obligations"), .index(index), .key(key)])
  }

  /// The number of working days of the obligation of an index.
  static func period(_ index: Int) -> JSONPath { obligation(index, "period") + .key("workingDays") }
}
