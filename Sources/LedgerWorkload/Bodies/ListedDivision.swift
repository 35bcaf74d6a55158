import LedgerCore
import WorkingDays

/// A division of the bundled list, which is dated data: divisions come and go.
struct ListedDivision: Sendable {
  let division: Division
  /// Its full name, with the city's before a district's: 济南市历下区.
  let name: String
  /// The first day of the history on which it exists.
  let firstDay: Int
}

extension ListedDivision {
  /// The bundled divisions of Shandong, in order of their codes, without those that were abolished:
  /// none of their bodies acts in a history.
  ///
  /// - Throws: `notFound` when there are none, `malformed` when the list is damaged.
  static func bundled() throws(LedgerError) -> [ListedDivision] {
    guard let bytes = BundledFiles.bytes(of: "divisions") else {
      throw LedgerError(.notFound, "the program was built without its list of divisions")
    }
    guard case .array(let rows)? = try JSONValue(parsing: bytes)["divisions"] else {
      throw damaged("no list", at: "divisions")
    }
    var divisions: [ListedDivision] = []
    var city = ""
    for (index, row) in rows.enumerated() {
      guard let listed = ListedDivision(row, city: city) else {
        throw damaged("not a division", at: "divisions[\(index)]")
      }
      if listed.division.level == .city { city = listed.name }
      if row["abolishedFrom"] == nil { divisions.append(listed) }
    }
    guard divisions.first?.division.level == .province else {
      throw damaged("no province at first", at: "divisions")
    }
    return divisions
  }

  private static func damaged(_ found: String, at path: String) -> LedgerError {
    LedgerError(
      .malformed, "found \(found), expected the bundled list of divisions; build anew", path: path)
  }

  /// Reads a row of the list; `city` is the city that the rows before it were of.
  private init?(_ row: JSONValue, city: String) {
    guard case .string(let code)? = row["code"], case .string(let name)? = row["name"],
      let division = Division(code)
    else { return nil }
    self.division = division
    self.name = name.hasSuffix("区") ? city + name : name
    guard case .string(let date)? = row["listedFrom"] else {
      firstDay = 0
      return
    }
    guard let date = CivilDate(date) else { return nil }
    firstDay = HistoryTime.day(of: date)
  }
}
