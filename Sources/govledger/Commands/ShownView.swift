import ArgumentParser

/// What `show` prints: the projections, and what the articles ask to be shown of them.
enum ShownView: String, ExpressibleByArgument, CaseIterable {
  case catalog, requests, obligations, incidents, projects, bodies, triggers, notices
  case applications, verifications, rules
  case plans, nodes, systems, infrastructure, platforms, compilations, sources, collections
  case assessments, purchases, accesses, uses, publications, demands, measures, officers
  case trainings, evaluations, referrals
  case masterCatalog = "master-catalog"
  case sharing
  case unfiled
  case unmergedNodes = "unmerged-nodes"
  case uncatalogued
  case withoutOfficer = "without-officer"
  case security
  case openIncidents = "open-incidents"
  case purposes
  case quality

  /// The projection's table, or the view.
  var table: String { shown.table }

  /// The columns that fit a terminal; `nil` for all.
  var columns: [String]? { shown.columns }

  private var shown: (table: String, columns: [String]?) {
    switch self {
    case .catalog:
      (
        "catalog_entries",
        ["entry", "name", "department", "sharing", "openness", "retired_at"]
      )
    case .requests:
      (
        "share_requests",
        ["request", "entry", "department", "received_at", "decision", "replied_at", "withdrawn_at"]
      )
    case .obligations:
      (
        "obligations",
        ["obligation", "department", "start_on", "due_on", "discharged_at", "closed_at"]
      )
    case .incidents:
      (
        "incidents",
        [
          "incident", "department", "kind", "detected_at", "remedied_at",
          "data_authority_reported_at", "cyberspace_authority_reported_at",
        ]
      )
    case .projects:
      ("projects", ["project", "name", "department", "outcome", "reviewed_at", "started_at"])
    case .bodies: ("bodies", ["department", "name", "division", "level", "kind"])
    case .triggers:
      ("update_triggers", ["trigger_id", "instrument", "department", "effective_on", "entries"])
    case .notices: ("holiday_notices", ["notice", "issued_on", "days_off", "days_worked"])
    case .applications:
      (
        "open_applications",
        ["application", "entry", "department", "received_at", "decision", "replied_at"]
      )
    case .verifications:
      ("verifications", ["verification", "entry", "department", "received_at", "outcome"])
    case .rules: ("rule_book_adoptions", ["position", "book", "adopted_from"])
    default: (ofOrder329, columnsOfOrder329)
    }
  }

  private var ofOrder329: String {
    switch self {
    case .nodes: "cloud_nodes"
    case .systems: "cloud_systems"
    case .compilations: "master_catalog_compilations"
    case .sources: "data_sources"
    case .assessments: "quality_assessments"
    case .accesses: "data_accesses"
    case .uses: "data_uses"
    case .publications: "open_publications"
    case .demands: "paper_demands"
    case .measures: "security_measures"
    case .masterCatalog: "master_catalog"
    case .sharing: "department_sharing"
    case .unfiled: "unfiled_entries"
    case .unmergedNodes: "unmerged_nodes"
    case .uncatalogued: "uncatalogued_purchases"
    case .withoutOfficer: "bodies_without_officer"
    case .security: "security_status"
    case .openIncidents: "open_incidents"
    case .purposes: "uses_and_purposes"
    case .quality: "latest_quality"
    default: rawValue
    }
  }

  private var columnsOfOrder329: [String]? {
    switch self {
    case .plans: ["plan", "kind", "title", "body", "period", "year"]
    case .nodes:
      ["node", "name", "builder", "plan_filed_at", "commissioned_at", "declared_at", "merged_at"]
    case .systems: ["system", "name", "department", "node", "applied_at", "outcome", "deployed_at"]
    case .purchases:
      ["purchase", "department", "data", "outcome", "completed_at", "catalogued_at"]
    default: nil
    }
  }
}
