extension Table {
  /// The Swift type of a row.
  func rowSource() -> String {
    let types = columns.filter { !$0.values.isEmpty }.map { column in
      let cases = column.values.map { value in
        (value.words.capitalized + ".").documentation(indent: "    ")
          + "    case \(value.name.escapedIfReserved)\n"
      }
      return """

          /// What `\(column.name)` may hold.
          public enum \(column.swiftType): String, RowChoice {
        \(cases.joined())  }

        """
    }
    let properties = columns.map { column in
      (column.description.capitalized + ".").documentation(indent: "  ")
        + "  public let \(column.property): \(column.swiftType)\(column.isNull ? "?" : "")\n"
    }
    return Vocabulary.heading
      + (description.description + "\n\nA row of `\(name)`.").documentation()
        + """
        public struct \(description.row): ProjectionRow, Hashable {
          /// The table.
          public static let databaseTableName = "\(name)"
        \(properties.joined())\(types.joined())}

        """
  }
}

extension Table.Column {
  fileprivate var property: String { name.lowerCamelCase.escapedIfReserved }
}
