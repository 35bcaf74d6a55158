import ArgumentParser
import GovDataLedger

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a projection: what the log says now, or said on a day.",
    discussion: """
      The columns are explained in `govledger schema projections`. Tables of a service's own projections \
      are shown by their names in SQL, which begin with x_; their history is not kept.

      With --on the rows are those that stood at the end of that day in Beijing: made again from the \
      events that had occurred and were known by then, what was imported from when its source recorded it.

      `show LEDGER scorecard` is an audit of the log: by body, the duties whose clock started from --from \
      to --to by verdict, the share of those done on time among those that were due (met, late, overdue), \
      median and 90th percentile of working days, violations, entries by sharing type, and the rank among \
      the bodies of the level (`govledger schema scorecard`). Under the default book what can be on time \
      are updates of the catalogue (第十六条) and replies to requests (第二十三条).
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The projection to print.")
  var view: ShownView

  @Option(help: "Only rows of this division: its code.", transform: Arguments.division)
  var division: Division?

  @Option(help: "Only rows of this body: its code.", transform: Arguments.bodyCode)
  var department: BodyCode?

  @Option(
    help: """
      The day at whose end the rows stood so, and up to which ages are counted; the rows of now and \
      today by default.
      """, transform: Arguments.date)
  var on: CivilDate?

  @Option(help: "The scorecard's first day; all days by default.", transform: Arguments.date)
  var from: CivilDate?

  @Option(help: "The scorecard's last day; all days by default.", transform: Arguments.date)
  var to: CivilDate?

  @Flag(help: "Print a JSON list of all rows with all columns.")
  var json = false

  func validate() throws {
    if view.isScorecard {
      if let from, let to, to < from {
        throw ValidationError("found a period from \(from) to \(to), expected one that ends later")
      }
    } else if from != nil || to != nil {
      throw ValidationError("--from and --to are the period of the scorecard")
    }
  }

  func run() async throws {
    if view.isScorecard { return try await showScorecard() }
    let columns = json ? nil : view.columns
    var rows = try await target.reading { ledger in
      guard let on else { return try await ledger.table(view.table, columns: columns) }
      guard !view.table.hasPrefix(ProjectionTable.prefix) else {
        throw ValidationError(
          "--on: the history of a service's own projection is not kept, only its rows of today")
      }
      let progress = Progress("folding")
      defer { progress.finish() }
      let then = try await ledger.projections(asOf: .end(of: on), progress: progress.update)
      return try await then.table(view.table, columns: columns)
    }
    if let division { try rows.keep("division", division.description) }
    if let department { try rows.keep("department", department.description) }
    rows.addAges(on: on ?? LedgerClock.system.now().beijingDate)
    if json { try printJSON(rows) } else { try printTable(rows) }
  }

  private func showScorecard() async throws {
    let scorecard = try await target.reading { ledger in
      let progress = Progress("replaying")
      defer { progress.finish() }
      return try await ledger.scorecard(
        from: from, to: to, division: division, department: department, on: on,
        progress: progress.update)
    }
    guard !json else { return try Output.write(scorecard.json) }
    for line in ScorecardTable(scorecard: scorecard).lines { try Output.line(line) }
  }

  private func printJSON(_ rows: TableRows) throws {
    try Output.list(
      rows.values.lazy.map { row in
        let members = zip(rows.columns, row).map { name, value in
          JSONValue.Member(key: name, value: Self.json(value))
        }
        return .object(members.sorted { $0.key < $1.key })
      })
  }

  private static func json(_ value: ColumnValue) -> JSONValue {
    switch value {
    case .null: .null
    case .integer(let integer): .integer(integer)
    case .text(let text): .string(text)
    }
  }

  private func printTable(_ rows: TableRows) throws {
    var table = TextTable(rows.columns)
    for row in rows.values {
      table.add(
        row.map { value in
          switch value {
          case .null: ""
          case .integer(let integer): "\(integer)"
          case .text(let text): text
          }
        })
    }
    for line in table.lines { try Output.line(line) }
  }
}
