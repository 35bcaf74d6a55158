import ArgumentParser
import GovDataLedger

/// What `show` prints: a projection, or what the articles ask to be shown of them.
struct ShownView {
  /// What it is called.
  let name: String
  /// The projection's table, or the view.
  let table: String
  /// The columns that fit a terminal; `nil` for all.
  let columns: [String]?

  init(_ name: String, _ table: String, _ columns: [String]? = nil) {
    self.name = name
    self.table = table
    self.columns = columns
  }

  /// All that can be shown.
  static let all = tables + [obligations] + ofArticles + [scorecard]

  /// What an evaluation rests on (art. 35): an audit of the log, and no rows.
  static let scorecard = ShownView("scorecard", "scorecard")

  private static let obligations = ShownView(
    "obligations", "obligations",
    ["obligation", "department", "start_on", "due_on", "discharged_at", "closed_at"])

  /// The views of articles.md (`Schemas/parts/views.sql`).
  private static let ofArticles = [
    ShownView("divisions-in-force", "divisions_in_force"),
    ShownView("master-catalog", "master_catalog"), ShownView("sharing", "department_sharing"),
    ShownView("unfiled", "unfiled_entries"), ShownView("unmerged-nodes", "unmerged_nodes"),
    ShownView("uncatalogued", "uncatalogued_purchases"),
    ShownView("without-officer", "bodies_without_officer"),
    ShownView("security", "security_status"), ShownView("open-incidents", "open_incidents"),
    ShownView("purposes", "uses_and_purposes"), ShownView("quality", "latest_quality"),
    ShownView("without-plan", "divisions_without_plan"),
    ShownView("without-annual-plan", "authorities_without_annual_plan"),
    ShownView("without-master-catalog", "authorities_without_master_catalog"),
    ShownView("unassessed", "entries_never_assessed"),
    ShownView("without-platform", "authorities_without_exchange_platform"),
    ShownView("without-open-site", "divisions_without_open_data_site"),
    ShownView("without-training", "authorities_without_training_plan"),
    ShownView("without-evaluation", "divisions_without_evaluation"),
  ]
}

extension ShownView {
  var isScorecard: Bool { name == Self.scorecard.name }
}

extension ShownView: ExpressibleByArgument {
  init?(argument: String) {
    if argument.hasPrefix(ProjectionTable.prefix) {
      self.init(argument, argument)
    } else if let view = Self.all.first(where: { $0.name == argument }) {
      self = view
    } else {
      return nil
    }
  }

  static var allValueStrings: [String] { all.map(\.name) }
}
