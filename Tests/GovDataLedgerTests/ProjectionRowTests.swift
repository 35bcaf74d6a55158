import GRDB
import Testing
import TestSupport

@testable import GovDataLedger

/// The rows of what the articles of Order 329 imply, as types and as views.
@Suite struct ProjectionRowTests {
  private static let code = "11370000MB284651XL"

  /// One act of each kind, on a catalogue of one entry.
  private static let acts: [(String, String)] = [
    (
      "department.registered",
      #""department":"C","name":"某局","division":"370000","kind":"dataAuthority""#
    ),
    (
      "catalog.entry-registered",
      #""entry":"E","department":"C","name":"许可","classification":"c","format":"f","#
        + #""fields":[{"name":"n","type":"t"}],"updateCycle":"每日","sharing":"conditional","#
        + #""sharingMode":"接口","useRequirements":"u","legalBasis":"法","openness":"notOpen","#
        + #""origin":"system""#
    ),
    ("plan.annual-set", #""plan":"P","authority":"C","title":"计划","year":2025"#),
    ("cloud.node-commissioned", #""node":"N","builder":"C","name":"云""#),
    (
      "cloud.legacy-node-declared",
      #""node":"L","builder":"11370102MB28460075","builtOn":"2018-06-30","name":"旧云""#
    ),
    (
      "cloud.use-applied",
      #""system":"S","authority":"C","department":"C","name":"系统","node":"N""#
    ),
    ("infrastructure.recorded", #""infrastructure":"I","builder":"C","kind":"network","name":"网""#),
    ("platform.recorded", #""platform":"F","builder":"C","kind":"baseDatabase","name":"库""#),
    (
      "catalog.master-compiled",
      #""compilation":"M","authority":"C","division":"370000","entries":1"#
    ),
    ("source.assigned", #""item":"D","department":"C","entry":"E""#),
    (
      "collection.started",
      #""collection":"K","department":"C","entry":"E","exceptionBasis":"法","purpose":"p""#
    ),
    (
      "quality.assessed",
      #""entry":"E","accuracy":90,"assessor":"C","completeness":100,"timeliness":0,"usability":50"#
    ),
    (
      "purchase.completed",
      #""purchase":"B","data":"d","department":"C","supplier":"s""#
    ),
    (
      "data.accessed",
      #""access":"A","calls":9007199254740991,"entry":"E","on":"2025-03-02","requester":"C""#
    ),
    (
      "share.requested",
      #""request":"R","entry":"E","requester":"C","purpose":"核验","legalBasis":"法","#
        + #""receivedAt":"2025-03-03T12:00:00+08:00""#
    ),
    ("data.used", #""use":"U","department":"C","purpose":"营销","request":"R""#),
    ("open.published", #""entry":"E","mode":"onApplication","site":"站""#),
    ("paper.demanded", #""demand":"W","department":"C","entry":"E","matter":"登记""#),
    ("security.drill-held", #""department":"C","scenario":"泄露""#),
    ("officer.designated", #""department":"C","name":"张某","post":"副主任""#),
    ("training.planned", #""training":"T","authority":"C","title":"培训","year":2025"#),
    (
      "evaluation.recorded",
      #""evaluation":"V","department":"C","government":"C","period":"2024","result":"良""#
    ),
    (
      "accountability.referred",
      #""referral":"Z","basis":"第三十七条","department":"C","findings":["x"],"referredTo":"监察""#
    ),
  ]

  private static var lines: String {
    acts.enumerated().map { number, act in
      let data = act.1.replacing(#""C""#, with: #""\#(code)""#)
      return #"{"id":"e\#(number)","type":"\#(act.0)","occurredAt":"2025-03-03T12:00:00+08:00","#
        + #""actor":"\#(code)","data":{\#(data)}}"#
    }.joined(separator: "\n")
  }

  private func ledger(_ folder: TemporaryFolder) async throws -> Ledger {
    let ledger = try Ledger.create(at: folder.file("rows"), recordingNotices: false)
    _ = try await ledger.record(jsonLines: Self.lines, mode: .importing)
    return ledger
  }

  @Test func everyRowDecodes() async throws {
    let folder = try TemporaryFolder()
    let ledger = try await ledger(folder)
    #expect(try await ledger.rows(CatalogEntryRow.self).first?.origin == .system)
    #expect(try await ledger.rows(PlanRow.self).first?.year == 2025)
    #expect(
      try await ledger.rows(CloudNodeRow.self).map { $0.builtOn?.description } == [
        nil, "2018-06-30",
      ])
    #expect(try await ledger.rows(CloudSystemRow.self).first?.node.text == "N")
    #expect(try await ledger.rows(InfrastructureRow.self).first?.kind == .network)
    #expect(try await ledger.rows(PlatformRow.self).first?.kind == .baseDatabase)
    #expect(try await ledger.rows(MasterCatalogCompilationRow.self).first?.entries == 1)
    #expect(try await ledger.rows(DataSourceRow.self).first?.item.text == "D")
    #expect(try await ledger.rows(CollectionRow.self).first?.exceptionBasis == "法")
    #expect(try await ledger.rows(QualityAssessmentRow.self).first?.usability == 50)
    #expect(try await ledger.rows(PurchaseRow.self).first?.supplier == "s")
    #expect(try await ledger.rows(DataAccessRow.self).first?.calls == 9_007_199_254_740_991)
    #expect(try await ledger.rows(DataUseRow.self).first?.useId.text == "U")
    #expect(try await ledger.rows(OpenPublicationRow.self).first?.site == "站")
    #expect(try await ledger.rows(PaperDemandRow.self).first?.matter == "登记")
    #expect(try await ledger.rows(SecurityMeasureRow.self).first?.kind == .drill)
    #expect(try await ledger.rows(OfficerRow.self).first?.name == "张某")
    #expect(try await ledger.rows(TrainingRow.self).first?.heldAt == nil)
    #expect(try await ledger.rows(EvaluationRow.self).first?.result == "良")
    #expect(try await ledger.rows(ReferralRow.self).first?.findings == ["x"])
    #expect(try ledger.rebuild().differing == [])
    try ledger.close()
  }

  /// Every view of the SQL is one of the projector's, and answers; also after a rebuild.
  @Test func everyViewAnswers() async throws {
    let folder = try TemporaryFolder()
    let ledger = try await ledger(folder)
    _ = try ledger.rebuild()
    let stored = try await ledger.read { db in
      try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'view'")
    }
    #expect(Set(stored) == Set(Projector.views))
    let rows = { (view: String) in try await ledger.table(view).values.map { $0.map(\.text) } }
    for view in ["security_status", "department_sharing", "unfiled_entries", "latest_quality"] {
      #expect(try await rows(view).count == 1, "\(view)")
    }
    #expect(try await rows("unmerged_nodes").map { $0[0] } == ["L"])
    #expect(try await rows("uncatalogued_purchases").map { $0[0] } == ["B"])
    #expect(try await rows("uses_and_purposes").map { $0[0] } == ["U"])
    #expect(try await rows("bodies_without_officer").isEmpty)
    #expect(try await rows("open_incidents").isEmpty)
    #expect(try await ledger.table("master_catalog").values.first?.dropFirst().first == .integer(1))
    try ledger.close()
  }
}
