/// A table in columns, which knows that a Chinese character is two columns wide.
struct TextTable {
  private let headings: [String]
  private var rows: [[String]] = []

  init(_ headings: [String]) { self.headings = headings }

  mutating func add(_ row: [String]) { rows.append(row) }

  var lines: [String] {
    let widths = headings.indices.map { column in
      ([headings] + rows).map { Self.width(of: Self.cell($0, column)) }.max() ?? 0
    }
    let rule = widths.map { String(repeating: "─", count: $0) }
    return ([headings, rule] + rows).map { row in
      let cells = widths.indices.map { column in
        let cell = Self.cell(row, column)
        return cell + String(repeating: " ", count: widths[column] - Self.width(of: cell))
      }
      return Self.trimmed(cells.joined(separator: "  "))
    }
  }

  private static func cell(_ row: [String], _ column: Int) -> String {
    column < row.count ? row[column].replacing("\n", with: " ") : ""
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// Columns on a terminal: East Asian wide characters take two (UAX #11).
  static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF: 2
    case 0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60: 2
    case 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD: 2
    default: 1
    }
  }
}
