import WorkingDays

/// What of the further acts is refused.
enum ActRefusals {
  /// Refuses an act that is contradictory in itself.
  ///
  /// - Throws: `inTheFuture` or `contradictory`, naming the key.
  static func check(_ act: ViewedEvent) throws(LedgerError) {
    try refuseFuture(act)
    guard act.type == .cloudNodeMerged, act.text(.into) == act.subject else { return }
    throw LedgerError(
      .contradictory,
      "found “\(act.subject.string)”, the node itself, expected the node that takes it in",
      path: "data.into")
  }

  /// Refuses an act, as it is done, that the law's own terms exclude (articles.md: R), given the states
  /// before it.
  ///
  /// - Throws: `unlawful`, naming the key and the article.
  static func checkLawful(
    _ act: ViewedEvent, _ rules: RulesInForce, _ states: inout some StateLookup
  ) throws(LedgerError) {
    let isInForce = rules.exclude(act.type, on: act.day)
    switch act.type {
    case .planSpecialFiled where isInForce:
      try requireProvincialDepartment(act, &states)
      try requireProvincialAuthority(act, .authority, "第八条", &states)
    case .cloudNodePlanFiled where isInForce:
      try requireProvincialAuthority(act, .filedWith, "第十条", &states)
    case .cloudLegacyNodeDeclared: try requireOldNode(act, rules)
    default: break
    }
  }

  /// A day that the act tells of has come by the day of the act.
  private static func refuseFuture(_ act: ViewedEvent) throws(LedgerError) {
    let day = act.day
    for key in act.form.keys {
      guard case .past = key.kind, let date = act.date(key.key), date > day else { continue }
      throw LedgerError(
        .inTheFuture, "found \(date), expected a day up to that of the act, \(day)",
        path: "data." + key.key.name)
    }
  }

  /// Art. 10: what a county has built already (已经建设的) was built before the order; what it built
  /// later was commissioned, and is found as that.
  private static func requireOldNode(
    _ act: ViewedEvent, _ rules: RulesInForce
  ) throws(LedgerError) {
    guard let built = act.date(.builtOn), rules.exclude(act.type, on: built) else { return }
    throw LedgerError(
      .unlawful,
      "found \(built), expected a day before the order was in force: a later node is recorded as"
        + " cloud.node-commissioned (第十条)",
      path: "data.builtOn")
  }

  /// Art. 8: special plans are those of the province's own departments.
  private static func requireProvincialDepartment(
    _ act: ViewedEvent, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard let code = act.code(.department), let body = try states.body(code),
      try states.heirs().division(body.division, on: act.day).level != .province
    else { return }
    throw LedgerError(
      .unlawful, "found \(code), expected a department of the provincial government (第八条)",
      path: "data.department")
  }

  /// Arts. 8 and 10: it is filed with the provincial data authority.
  private static func requireProvincialAuthority(
    _ act: ViewedEvent, _ key: DataKey, _ article: String, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard let code = act.code(key), let body = try states.body(code) else { return }
    let division = try states.heirs().division(body.division, on: act.day)
    guard body.kind != .dataAuthority || division.level != .province else { return }
    throw LedgerError(
      .unlawful, "found \(code), expected the provincial data authority (\(article))",
      path: "data." + key.name)
  }
}
