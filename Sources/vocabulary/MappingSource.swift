extension EventDescription {
  /// What the type does to rows of a table, as Swift source: columns that are written under a
  /// condition of their own are changes of their own.
  func mappings(into table: Table) -> [String] {
    guard let rows else { return [] }
    let manner =
      rows.where == nil ? "insert" : createsRows ? "upsert" : "update"
    var groups: [(columns: [ColumnDescription], condition: (key: String, value: String)?)] = []
    for column in rows.columns {
      if rows.where != nil, column.name == table.description.key { continue }
      let place = groups.firstIndex { group in
        !column.isKept && !group.columns.contains(where: \.isKept)
          && group.condition?.key == column.condition?.key
          && group.condition?.value == column.condition?.value
      }
      if let place {
        groups[place].columns.append(column)
      } else {
        groups.append(([column], column.condition))
      }
    }
    return groups.map { group in
      var source = ".\(manner)(\"\(table.name)\""
      source += ", \"\(table.description.key)\""
      if let key = rows.where { source += ", named: .\(key)" }
      if let owner = rows.owner { source += ", owned: (\"\(owner)\", .\(owner))" }
      if let condition = group.condition {
        source += ", when: (.\(condition.key), \"\(condition.value)\")"
      }
      if let earliest = group.columns.first(where: \.isEarliest) {
        source += ", earliest: \"\(earliest.name)\""
      }
      if group.columns.contains(where: \.isKept) { source += ", onlyIfGiven: true" }
      // A row that is changed keeps its position, unless that stands first.
      let moves = group.columns.filter { $0.name == "position" }
      var columns = (moves + group.columns.filter { $0.name != "position" }).map(\.mappingSource)
      if manner != "update", moves.isEmpty {
        columns.append("(\"position\", .position)")
      }
      return source + ", [\(columns.joined(separator: ", "))])"
    }
  }
}

extension ColumnDescription {
  fileprivate var mappingSource: String {
    let value =
      switch source {
      case .key(let key): ".key(.\(key))"
      case .constant(let name): ".constant(\"\(name)\")"
      case .occurredAt: ".occurredAt"
      case .actor: ".actor"
      case .position: ".position"
      case .eventPosition(let event): ".eventPosition(.\(event))"
      case .department(let entry): ".department(ofEntry: .\(entry))"
      case .heir(let body): ".heir(of: .\(body))"
      case .level(let division): ".level(ofDivision: .\(division))"
      }
    return "(\"\(name)\", \(value))"
  }
}
