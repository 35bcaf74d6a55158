import LedgerCore

/// The tables as `Schemas/projections.sql` describes them, so that row changes are held to it.
struct TableSchema {
  struct Column {
    let name: String
    let isText: Bool
    let isRequired: Bool
    let isKey: Bool
  }

  let columns: [Column]

  /// Every table of the bundled file.
  static let bundled: [String: TableSchema] = {
    let bytes = BundledFiles.bytes(of: "projections") ?? []
    return read(String(decoding: bytes, as: UTF8.self))
  }()

  private static func read(_ sql: String) -> [String: TableSchema] {
    var tables: [String: TableSchema] = [:]
    var table: String?
    var columns: [Column] = []
    for line in sql.split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words.starts(with: ["CREATE", "TABLE"]) {
        table = words[2]
        columns = []
      } else if line.hasPrefix(")"), let name = table {
        tables[name] = TableSchema(columns: columns)
        table = nil
      } else if table != nil {
        columns.append(column(line, words))
      }
    }
    return tables
  }

  private static func column(_ line: Substring, _ words: [String]) -> Column {
    let definition = line.split(separator: "--").first ?? line
    return Column(
      name: words[0], isText: words[1].hasPrefix("TEXT"),
      isRequired: definition.contains("NOT NULL"), isKey: definition.contains("PRIMARY KEY"))
  }
}
