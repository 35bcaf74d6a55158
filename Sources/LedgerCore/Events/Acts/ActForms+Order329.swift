/// The forms of the acts that the articles of Order 329 imply, chapter by chapter.
extension ActForm {
  /// Plans (规划、年度工作计划、专项规划, art. 8).
  static let plans = [
    ActForm(
      .planPublished, .plan, .opens, "plan",
      [.code("government"), .text("period"), .text("title")]),
    ActForm(
      .planAnnualSet, .plan, .opens, "plan",
      [
        .code("authority"), .known("developmentPlan", .plan).optional, .text("title"),
        .integer("year", 2000...2100),
      ]),
    ActForm(
      .planSpecialFiled, .plan, .opens, "plan",
      [
        .code("authority"), .code("department"), .known("developmentPlan", .plan).optional,
        .text("title"),
      ]),
  ]

  /// The end of a project (art. 9).
  static let projects = [ActForm(.projectCompleted, .project, .followsOnce, "project", [])]

  /// Nodes of the government cloud (电子政务云节点, art. 10) and the systems on them (art. 11).
  static let cloud = [
    ActForm(
      .cloudNodePlanFiled, .cloudNode, .joins, "node",
      [.code("authority"), .code("filedWith"), .text("title")]),
    ActForm(
      .cloudNodeCommissioned, .cloudNode, .joinsOnce, "node", [.code("builder"), .text("name")]),
    ActForm(
      .cloudLegacyNodeDeclared, .cloudNode, .joinsOnce, "node",
      [.code("builder"), .past("builtOn"), .text("name")]),
    ActForm(
      .cloudNodeMerged, .cloudNode, .followsOnce, "node",
      [.code("authority"), .known("into", .cloudNode)]),
    ActForm(
      .cloudUseApplied, .cloudSystem, .joins, "system",
      [.code("authority"), .code("department"), .text("name"), .known("node", .cloudNode)]),
    ActForm(
      .cloudUseDecided, .cloudSystem, .follows, "system",
      [.code("authority"), .choice("outcome", "approved", "rejected"), .text("reasons").optional]),
    ActForm(
      .cloudSystemDeployed, .cloudSystem, .joinsOnce, "system",
      [.code("department"), .known("node", .cloudNode)]),
  ]

  /// Networks and shared support systems (arts. 12 and 13), databases and platforms (arts. 20, 21
  /// and 24).
  static let infrastructure = [
    ActForm(
      .infrastructureRecorded, .infrastructure, .opens, "infrastructure",
      [
        .code("builder"),
        .choice("kind", "network", "identityAuthentication", "electronicSeal", "otherShared"),
        .text("name"),
      ]),
    ActForm(
      .platformRecorded, .platform, .opens, "platform",
      [
        .code("builder"),
        .choice("kind", "baseDatabase", "themeDatabase", "exchangePlatform", "openDataSite"),
        .text("name"),
      ]),
  ]

  /// The master catalogue (总目录, art. 15), where data comes from (一数一源, art. 17) and how good it
  /// is (art. 18).
  static let management = [
    ActForm(
      .masterCompiled, .masterCatalog, .opens, "compilation",
      [.code("authority"), .division("division"), .integer("entries", 0...100_000_000)]),
    ActForm(
      .sourceAssigned, .dataItem, .joins, "item",
      [.code("department"), .known("entry", .catalogEntry), .code("supersedes").optional]),
    ActForm(
      .collectionStarted, .collection, .opens, "collection",
      [
        .code("department"), .known("entry", .catalogEntry), .text("exceptionBasis").optional,
        .text("purpose"),
      ]),
    ActForm(
      .qualityAssessed, .catalogEntry, .follows, "entry",
      [
        .integer("accuracy", 0...100), .code("assessor"), .integer("completeness", 0...100),
        .integer("timeliness", 0...100), .integer("usability", 0...100),
      ]),
  ]

  /// Purchases of data (购买社会数据, art. 19).
  static let purchases = [
    ActForm(
      .purchaseApplied, .purchase, .joins, "purchase",
      [.code("authority"), .text("data"), .code("department"), .text("purpose")]),
    ActForm(
      .purchaseDecided, .purchase, .follows, "purchase",
      [.code("authority"), .choice("outcome", "approved", "rejected"), .text("reasons").optional]),
    ActForm(
      .purchaseCompleted, .purchase, .joinsOnce, "purchase",
      [.text("data"), .code("department"), .text("supplier")]),
    ActForm(
      .purchaseCatalogued, .purchase, .followsOnce, "purchase", [.known("entry", .catalogEntry)]),
  ]

  /// Use of shared data (art. 23), publication and use of open data (arts. 24, 25 and 28), and paper
  /// that was demanded for what is shared (art. 27).
  static let use = [
    ActForm(
      .dataAccessed, .dataAccess, .opens, "access",
      [
        .integer("calls", 1...JSONValue.largestInteger), .known("entry", .catalogEntry),
        .past("on"), .code("requester"),
      ]),
    ActForm(
      .dataUsed, .dataUse, .opens, "use",
      [.code("department"), .text("purpose"), .known("request", .shareRequest)]),
    ActForm(
      .openPublished, .catalogEntry, .follows, "entry",
      [.choice("mode", "unconditional", "onApplication"), .text("site")]),
    ActForm(.openUseReported, .openApplication, .follows, "application", [.text("purpose")]),
    ActForm(
      .paperDemanded, .paperDemand, .opens, "demand",
      [
        .code("department"), .known("entry", .catalogEntry), .text("exceptionBasis").optional,
        .text("matter"),
      ]),
  ]

  /// Security rules, assessments and drills (arts. 29 and 31), officers (art. 33).
  static let security = [
    ActForm(
      .securityRulesSet, .department, .follows, "department",
      [
        .choice("kind", "managementRules", "emergencyPlan", "applicationRules"), .text("title"),
      ]),
    ActForm(
      .securityAssessed, .department, .follows, "department",
      [.choice("kind", "riskAssessment", "securityTest"), .text("result")]),
    ActForm(.securityDrillHeld, .department, .follows, "department", [.text("scenario")]),
    ActForm(
      .officerDesignated, .department, .follows, "department", [.text("name"), .text("post")]),
  ]

  /// Training (art. 34), evaluation (art. 35) and referral (arts. 36 to 38).
  static let supervision = [
    ActForm(
      .trainingPlanned, .training, .opens, "training",
      [.code("authority"), .text("title"), .integer("year", 2000...2100)]),
    ActForm(
      .trainingHeld, .training, .follows, "training", [.integer("participants", 1...1_000_000)]),
    ActForm(
      .evaluationRecorded, .evaluation, .opens, "evaluation",
      [.code("department"), .code("government"), .text("period"), .text("result")]),
    ActForm(
      .accountabilityReferred, .referral, .opens, "referral",
      [.text("basis"), .code("department"), .texts("findings"), .text("referredTo")]),
  ]
}
