/// The rows of the acts that the articles of Order 329 imply.
extension ActRows {
  static let order329 =
    plans + projects + cloud + infrastructure + management + purchases + use + security
    + supervision

  private static let plans = [
    insert(
      .planPublished, "plans",
      [
        ("plan", .key("plan")), ("kind", .constant("development")), ("title", .key("title")),
        ("body", .key("government")), ("period", .key("period")), ("made_at", .time),
      ]),
    insert(
      .planAnnualSet, "plans",
      [
        ("plan", .key("plan")), ("kind", .constant("annual")), ("title", .key("title")),
        ("body", .key("authority")), ("year", .key("year")),
        ("development_plan", .key("developmentPlan")), ("made_at", .time),
      ]),
    insert(
      .planSpecialFiled, "plans",
      [
        ("plan", .key("plan")), ("kind", .constant("special")), ("title", .key("title")),
        ("body", .key("department")), ("filed_with", .key("authority")),
        ("development_plan", .key("developmentPlan")), ("made_at", .time),
      ]),
  ]

  private static let projects = [
    update(.projectCompleted, "projects", ("project", "project"), [("completed_at", .time)])
  ]

  private static let cloud =
    join(
      "cloud_nodes", ("node", "node"),
      [
        (
          .cloudNodePlanFiled,
          [
            ("plan_title", .key("title")), ("planned_by", .key("authority")),
            ("plan_filed_with", .key("filedWith")), ("plan_filed_at", .time),
          ]
        ),
        (
          .cloudNodeCommissioned,
          [("name", .key("name")), ("builder", .key("builder")), ("commissioned_at", .time)]
        ),
        (
          .cloudLegacyNodeDeclared,
          [
            ("name", .key("name")), ("builder", .key("builder")),
            ("built_on", .key("builtOn")), ("declared_at", .time),
          ]
        ),
        (
          .cloudNodeMerged,
          [("merged_into", .key("into")), ("merged_by", .key("authority")), ("merged_at", .time)]
        ),
      ])
    + join(
      "cloud_systems", ("system", "system"),
      [
        (
          .cloudUseApplied,
          [
            ("name", .key("name")), ("department", .key("department")), ("node", .key("node")),
            ("authority", .key("authority")), ("applied_at", .time),
          ]
        ),
        (
          .cloudUseDecided,
          [
            ("decided_by", .key("authority")), ("outcome", .key("outcome")),
            ("reasons", .key("reasons")), ("decided_at", .time),
          ]
        ),
        (
          .cloudSystemDeployed,
          [
            ("department", .key("department")), ("node", .key("node")), ("deployed_at", .time),
          ]
        ),
      ])

  private static let infrastructure = [
    insert(
      .infrastructureRecorded, "infrastructure",
      [
        ("infrastructure", .key("infrastructure")), ("kind", .key("kind")),
        ("name", .key("name")), ("builder", .key("builder")), ("recorded_at", .time),
      ]),
    insert(
      .platformRecorded, "platforms",
      [
        ("platform", .key("platform")), ("kind", .key("kind")), ("name", .key("name")),
        ("builder", .key("builder")), ("recorded_at", .time),
      ]),
  ]

  private static let management = [
    insert(
      .masterCompiled, "master_catalog_compilations",
      [
        ("compilation", .key("compilation")), ("division", .key("division")),
        ("authority", .key("authority")), ("entries", .key("entries")), ("compiled_at", .time),
      ]),
    insert(
      .sourceAssigned, "data_sources",
      [
        ("item", .key("item")), ("department", .key("department")), ("entry", .key("entry")),
        ("supersedes", .key("supersedes")), ("assigned_at", .time),
      ]),
    insert(
      .collectionStarted, "collections",
      [
        ("collection", .key("collection")), ("department", .key("department")),
        ("entry", .key("entry")), ("purpose", .key("purpose")),
        ("exception_basis", .key("exceptionBasis")), ("started_at", .time),
      ]),
    insert(
      .qualityAssessed, "quality_assessments",
      [
        ("entry", .key("entry")), ("assessor", .key("assessor")),
        ("completeness", .key("completeness")), ("accuracy", .key("accuracy")),
        ("timeliness", .key("timeliness")), ("usability", .key("usability")),
        ("assessed_at", .time),
      ]),
  ]

  private static let purchases = join(
    "purchases", ("purchase", "purchase"),
    [
      (
        .purchaseApplied,
        [
          ("department", .key("department")), ("data", .key("data")),
          ("purpose", .key("purpose")), ("authority", .key("authority")), ("applied_at", .time),
        ]
      ),
      (
        .purchaseDecided,
        [
          ("decided_by", .key("authority")), ("outcome", .key("outcome")),
          ("reasons", .key("reasons")), ("decided_at", .time),
        ]
      ),
      (
        .purchaseCompleted,
        [
          ("department", .key("department")), ("data", .key("data")),
          ("supplier", .key("supplier")), ("completed_at", .time),
        ]
      ),
      (.purchaseCatalogued, [("entry", .key("entry")), ("catalogued_at", .time)]),
    ])

  private static let use = [
    insert(
      .dataAccessed, "data_accesses",
      [
        ("access", .key("access")), ("entry", .key("entry")), ("requester", .key("requester")),
        ("accessed_on", .key("on")), ("calls", .key("calls")),
      ]),
    insert(
      .dataUsed, "data_uses",
      [
        ("use_id", .key("use")), ("request", .key("request")),
        ("department", .key("department")), ("purpose", .key("purpose")), ("used_at", .time),
      ]),
    insert(
      .openPublished, "open_publications",
      [
        ("entry", .key("entry")), ("mode", .key("mode")), ("site", .key("site")),
        ("published_at", .time),
      ]),
    update(
      .openUseReported, "open_applications", ("application", "application"),
      [("use_purpose", .key("purpose")), ("use_reported_at", .time)]),
    insert(
      .paperDemanded, "paper_demands",
      [
        ("demand", .key("demand")), ("department", .key("department")),
        ("entry", .key("entry")), ("matter", .key("matter")),
        ("exception_basis", .key("exceptionBasis")), ("demanded_at", .time),
      ]),
  ]

  private static let security = [
    insert(
      .securityRulesSet, "security_measures",
      [
        ("department", .key("department")), ("kind", .key("kind")), ("subject", .key("title")),
        ("taken_at", .time),
      ]),
    insert(
      .securityAssessed, "security_measures",
      [
        ("department", .key("department")), ("kind", .key("kind")),
        ("subject", .key("result")), ("taken_at", .time),
      ]),
    insert(
      .securityDrillHeld, "security_measures",
      [
        ("department", .key("department")), ("kind", .constant("drill")),
        ("subject", .key("scenario")), ("taken_at", .time),
      ]),
    insert(
      .officerDesignated, "officers",
      [
        ("department", .key("department")), ("name", .key("name")), ("post", .key("post")),
        ("designated_at", .time),
      ]),
  ]

  private static let supervision = [
    insert(
      .trainingPlanned, "trainings",
      [
        ("training", .key("training")), ("authority", .key("authority")),
        ("title", .key("title")), ("year", .key("year")), ("planned_at", .time),
      ]),
    update(
      .trainingHeld, "trainings", ("training", "training"),
      [("held_at", .time), ("participants", .key("participants"))]),
    insert(
      .evaluationRecorded, "evaluations",
      [
        ("evaluation", .key("evaluation")), ("department", .key("department")),
        ("government", .key("government")), ("period", .key("period")),
        ("result", .key("result")), ("recorded_at", .time),
      ]),
    insert(
      .accountabilityReferred, "referrals",
      [
        ("referral", .key("referral")), ("department", .key("department")),
        ("findings", .key("findings")), ("basis", .key("basis")),
        ("referred_to", .key("referredTo")), ("referred_at", .time),
      ]),
  ]
}
