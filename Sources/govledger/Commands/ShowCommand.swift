import ArgumentParser
import GovDataLedger

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a projection: what the log says now.",
    discussion: """
      The columns are explained in `govledger schema projections`. Tables of a service's own projections \
      are shown by their names in SQL, which begin with x_.
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The projection to print.")
  var view: ShownView

  @Option(help: "Only rows of this division: its code.", transform: Arguments.division)
  var division: Division?

  @Option(help: "Only rows of this body: its code.", transform: Arguments.bodyCode)
  var department: BodyCode?

  @Option(
    help: "The day up to which the ages of today's rows are counted; today by default.",
    transform: Arguments.date)
  var on: CivilDate?

  @Flag(help: "Print a JSON list of all rows with all columns.")
  var json = false

  func run() async throws {
    let columns = json ? nil : view.columns
    var rows = try await target.reading { try await $0.table(view.table, columns: columns) }
    if let division { try rows.keep("division", division.description) }
    if let department { try rows.keep("department", department.description) }
    rows.addAges(on: on ?? LedgerClock.system.now().beijingDate)
    if json { try printJSON(rows) } else { try printTable(rows) }
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
