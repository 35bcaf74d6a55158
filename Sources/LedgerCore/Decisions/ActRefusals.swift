import WorkingDays

/// What of the acts with a form is refused because the law's own terms exclude it (articles.md: R).
enum ActRefusals {
  /// Refuses an act, given the states before it.
  ///
  /// - Throws: `unlawful` or `malformed`, naming the key and the article.
  static func check(
    _ act: Act, on day: CivilDate, _ states: inout some StateLookup
  ) throws(LedgerError) {
    try refuseFuture(act, on: day)
    switch act.type {
    case .planSpecialFiled:
      try requireProvincialDepartment(act, &states)
      try requireProvincialAuthority(act, "authority", "第八条", &states)
    case .cloudNodePlanFiled:
      try requireProvincialAuthority(act, "filedWith", "第十条", &states)
    case .cloudNodeMerged where act.identifier("into") == act.identifier("node"):
      throw LedgerError(
        .contradictory,
        "found “\(act.subject)”, the node itself, expected the node that takes it in",
        path: "data.into")
    default: break
    }
  }

  /// A day that the act tells of has come by the day of the act.
  private static func refuseFuture(_ act: Act, on day: CivilDate) throws(LedgerError) {
    for key in ActForm.of(act.type)?.keys ?? [] {
      guard case .past = key.kind, let date = act.date(key.text), date > day else { continue }
      throw LedgerError(
        .inTheFuture, "found \(date), expected a day up to that of the act, \(day)",
        path: "data." + key.text)
    }
  }

  /// Art. 8: special plans are those of the province's own departments.
  private static func requireProvincialDepartment(
    _ act: Act, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard let code = act.code("department"), let body = try states.body(code),
      body.division.level != .province
    else { return }
    throw LedgerError(
      .unlawful, "found \(code), expected a department of the provincial government (第八条)",
      path: "data.department")
  }

  /// Arts. 8 and 10: it is filed with the provincial data authority.
  private static func requireProvincialAuthority(
    _ act: Act, _ key: String, _ article: String, _ states: inout some StateLookup
  ) throws(LedgerError) {
    guard let code = act.code(key), let body = try states.body(code),
      body.kind != .dataAuthority || body.division.level != .province
    else { return }
    throw LedgerError(
      .unlawful, "found \(code), expected the provincial data authority (\(article))",
      path: "data." + key)
  }
}
