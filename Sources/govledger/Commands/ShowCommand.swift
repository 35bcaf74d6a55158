import ArgumentParser
import GovDataLedger

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a projection: what the log says now.",
    discussion: "The columns are explained in `govledger schema projections`.")

  enum View: String, ExpressibleByArgument, CaseIterable {
    case catalog, requests, obligations, incidents, projects, bodies, triggers, notices
    case applications, verifications, rules

    /// The projection's table.
    var table: String {
      switch self {
      case .catalog: "catalog_entries"
      case .requests: "share_requests"
      case .obligations: "obligations"
      case .incidents: "incidents"
      case .projects: "projects"
      case .bodies: "bodies"
      case .triggers: "update_triggers"
      case .notices: "holiday_notices"
      case .applications: "open_applications"
      case .verifications: "verifications"
      case .rules: "rule_book_adoptions"
      }
    }

    /// The columns that fit a terminal.
    var columns: [String] {
      switch self {
      case .catalog: ["entry", "name", "department", "sharing", "openness", "retired_at"]
      case .requests:
        ["request", "entry", "department", "received_at", "decision", "replied_at", "withdrawn_at"]
      case .obligations:
        ["obligation", "department", "start_on", "due_on", "discharged_at", "closed_at"]
      case .incidents:
        [
          "incident", "department", "kind", "detected_at", "remedied_at",
          "data_authority_reported_at", "cyberspace_authority_reported_at",
        ]
      case .projects: ["project", "name", "department", "outcome", "reviewed_at", "started_at"]
      case .bodies: ["department", "name", "division", "level", "kind"]
      case .triggers: ["trigger_id", "instrument", "department", "effective_on", "entries"]
      case .notices: ["notice", "issued_on", "days_off", "days_worked"]
      case .applications:
        ["application", "entry", "department", "received_at", "decision", "replied_at"]
      case .verifications: ["verification", "entry", "department", "received_at", "outcome"]
      case .rules: ["position", "book", "adopted_from"]
      }
    }
  }

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The projection to print.")
  var view: View

  @Flag(help: "Print a JSON list of all rows with all columns.")
  var json = false

  func run() async throws {
    let ledger = try target.openForReading()
    let (table, columns) = (view.table, json ? nil : view.columns)
    let rows = try await ledger.table(table, columns: columns)
    if json { try printJSON(rows) } else { try printTable(rows) }
    try ledger.close()
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
    case .text, .instant, .date, .code: .string(value.text)
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
          case .text, .instant, .date, .code: value.text
          }
        })
    }
    for line in table.lines { try Output.line(line) }
  }
}
