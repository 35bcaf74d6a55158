import ArgumentParser
import GovDataLedger

struct UpcomingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "upcoming",
    abstract: "List the open obligations that fall due within some working days, by body.",
    discussion: """
      Past the years that holiday notices cover, a due date is counted by bare weekends and marked as \
      provisional (暂定; `provisionalDueOn` in JSON). Nothing is overdue by such a date.
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "How many working days to look ahead; 0 for those due on the day itself.")
  var within: Int

  @Option(
    help: "The day from which to look; today in Beijing by default.", transform: Arguments.date)
  var from: CivilDate?

  @Option(help: "Only those of this body.", transform: Arguments.bodyCode)
  var department: BodyCode?

  @Flag(help: "Print a JSON list.")
  var json = false

  func validate() throws {
    guard 0...3650 ~= within else {
      throw ValidationError("found \(within), expected 0 to 3650 working days")
    }
  }

  func run() async throws {
    let (found, names): ([ObligationRow], [BodyCode: String]) = try await target.reading { ledger in
      let found = try ledger.upcoming(within: within, from: from)
      guard !json else { return (found, [:]) }
      return (found, try await ledger.names(of: found.map(\.department)))
    }
    let rows =
      found
      .filter { department == nil || $0.department == department }
      .sorted {
        ($0.department, $0.dueOn ?? $0.provisionalDueOn ?? .min, $0.obligation.text)
          < ($1.department, $1.dueOn ?? $1.provisionalDueOn ?? .min, $1.obligation.text)
      }
    if json { try Output.list(rows.lazy.map(Self.json)) } else { try printTable(rows, names) }
  }

  private static func json(_ row: ObligationRow) -> JSONValue {
    .object([
      .init(key: "article", value: .string(row.article)),
      .init(key: "department", value: .string(row.department.description)),
      .init(key: "dueAt", value: row.dueAt.map { .string($0.description) } ?? .null),
      .init(key: "dueOn", value: row.dueOn.map { .string($0.description) } ?? .null),
      .init(key: "obligation", value: .string(row.obligation.text)),
      .init(key: "position", value: .integer(row.position)),
      .init(
        key: "provisionalDueOn",
        value: row.provisionalDueOn.map { .string($0.description) } ?? .null),
      .init(key: "rule", value: .string(row.rule)),
      .init(key: "startOn", value: .string(row.startOn.description)),
    ])
  }

  private static func due(_ row: ObligationRow) -> String {
    if let due = row.dueAt?.description ?? row.dueOn?.description { return due }
    return row.provisionalDueOn.map { "\($0) (暂定)" } ?? ""
  }

  private func printTable(_ rows: [ObligationRow], _ names: [BodyCode: String]) throws {
    guard !rows.isEmpty else {
      return try Output.line("Nothing falls due within \(within) working days (无即将到期事项).")
    }
    var table = TextTable(["department", "due", "obligation", "article", "from"])
    var last: BodyCode?
    for row in rows {
      let name =
        names[row.department].map { "\($0) \(row.department)" } ?? row.department.description
      table.add([
        row.department == last ? "" : name,
        Self.due(row), row.obligation.text, row.article, row.startOn.description,
      ])
      last = row.department
    }
    for line in table.lines { try Output.line(line) }
  }
}
