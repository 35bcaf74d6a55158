import ArgumentParser
import GovDataLedger

extension TableRows {
  /// Keeps the rows that have a value in a column.
  ///
  /// - Throws: a usage error when the rows have no such column.
  mutating func keep(_ column: String, _ value: String) throws {
    guard let place = columns.firstIndex(of: column) else {
      throw ValidationError("--\(column): this view has no such column")
    }
    values.removeAll { !$0[place].text.utf8.elementsEqual(value.utf8) }
  }

  /// Adds to each date of a view's age the days since then: `days` beside `since`, and so on.
  mutating func addAges(on day: CivilDate) {
    for (column, age) in Self.ages {
      guard let place = columns.firstIndex(of: column) else { continue }
      columns.append(age)
      for row in values.indices {
        let days = CivilDate(values[row][place].text).map {
          Int64(day.daysSinceEpoch - $0.daysSinceEpoch)
        }
        values[row].append(days.map(ColumnValue.integer) ?? .null)
      }
    }
  }

  private static let ages = [
    ("since", "days"), ("risk_assessed_on", "days_since_risk_assessment"),
    ("tested_on", "days_since_test"), ("drilled_on", "days_since_drill"),
  ]
}
