/// Lines of input, each made ready for the log on whichever core is free.
struct PreparedLines: Sendable {
  /// A line's record, or why it is none.
  struct Prepared: Sendable {
    let number: Int
    let record: Result<PreparedRecord, LedgerError>
  }

  /// In the order of the lines.
  let records: [Prepared]

  /// How many lines are prepared at once where a commit has any number of them.
  static let mostAhead = 8192

  init(_ lines: [LineReader.Line]) {
    records = AllCores.map(lines) { lines in
      zip(lines, PreparedRecord.prepare(lines.map(\.bytes))).map { line, record in
        Prepared(number: line.number, record: record.mapError { $0.onLine(line.number) })
      }
    }
  }
}
