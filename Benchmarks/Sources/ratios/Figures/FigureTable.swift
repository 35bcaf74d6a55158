/// Figures as an aligned table.
struct FigureTable {
  private let rows: [[String]]

  /// Lays out figures.
  init(_ figures: [Figure]) {
    let head = ["job", "ours", "rival", "unit", "ratio", "goal", "met", "what"]
    rows = [head] + figures.map(Self.row)
  }

  private static func row(_ figure: Figure) -> [String] {
    [
      figure.name, figure.ours.shown, figure.rival?.shown ?? "–", figure.unit,
      figure.ratio?.shown ?? "–", figure.goal?.text ?? "–",
      figure.goal == nil ? "–" : figure.isMet ? "yes" : "NO", figure.what,
    ]
  }

  /// The lines of the table; numbers stand to the right.
  var lines: [String] {
    let numeric: Set = [1, 2, 4]
    let widths = rows.reduce([Int](repeating: 0, count: 8)) { widths, row in
      zip(widths, row).map { max($0, $1.count) }
    }
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { column, cell in
        let padding = String(repeating: " ", count: cell.1 - cell.0.count)
        return numeric.contains(column) ? padding + cell.0 : cell.0 + padding
      }
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
