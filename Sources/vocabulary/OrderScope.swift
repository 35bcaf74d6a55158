import Foundation

/// Since when the order binds whom, as its rule book says it.
struct OrderScope {
  /// The first day on which it is in force.
  let firstDay: String
  /// The province whose bodies it binds; empty where it binds those of all.
  let province: String
  /// The kinds of body that it does not bind.
  let notKinds: [String]

  /// Binds everybody, at all times.
  init() {
    firstDay = "0001-01-01"
    province = ""
    notKinds = []
  }

  /// Reads what a rule book says.
  init(book file: URL) throws {
    let book = try OrderedJSON(String(contentsOf: file, encoding: .utf8))
    firstDay = try (book["inForceFrom"]?.string).required("inForceFrom of the book")
    province = book["binds"]?["province"]?.string ?? ""
    notKinds = (book["binds"]?["notKinds"]?.elements ?? []).compactMap(\.string)
  }

  /// The condition in SQL that it binds a body, a row of a table that is called `table`.
  func condition(on table: String) -> String {
    var conditions: [String] = []
    if !province.isEmpty { conditions.append("\(table).division LIKE '\(province.prefix(2))%'") }
    if !notKinds.isEmpty {
      let kinds = notKinds.map { "'\($0)'" }.joined(separator: ", ")
      conditions.append("\(table).kind NOT IN (\(kinds))")
    }
    return conditions.isEmpty ? "1" : "(\(conditions.joined(separator: " AND ")))"
  }
}
