import LedgerCore

/// A table in columns, which knows that a Chinese character is two columns wide.
struct TextTable {
  private struct Cell {
    let text: String
    let width: Int

    /// A cell never leaves its line, nor changes how the others look: what leaves no mark is shown
    /// escaped.
    init(_ text: String) {
      self.text = Visible.escaped(text)
      width = TextTable.width(of: self.text)
    }
  }

  private let headings: [Cell]
  private var rows: [[Cell]] = []
  /// How wide each column is.
  private var widths: [Int]

  init(_ headings: [String]) {
    self.headings = headings.map { Cell($0) }
    widths = self.headings.map(\.width)
  }

  /// Adds a row, of which the columns that it has count.
  mutating func add(_ row: [String]) {
    let cells = row.prefix(widths.count).map { Cell($0) }
    for (column, cell) in cells.enumerated() { widths[column] = max(widths[column], cell.width) }
    rows.append(cells)
  }

  var lines: [String] {
    let rule = widths.map { Cell(String(repeating: "─", count: $0)) }
    return ([headings, rule] + rows).map(line)
  }

  private func line(_ cells: [Cell]) -> String {
    var line = ""
    var missing = 0
    for (width, cell) in zip(widths, cells) {
      // Nothing is filled up after the last character of a line.
      if !cell.text.isEmpty {
        line += String(repeating: " ", count: missing) + cell.text
        missing = 0
      }
      missing += width - cell.width + 2
    }
    while line.unicodeScalars.last == " " { line.unicodeScalars.removeLast() }
    return line
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
