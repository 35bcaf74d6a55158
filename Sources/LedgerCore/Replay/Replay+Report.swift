import WorkingDays

/// What was found.
extension Replay {
  /// A refusal that gave no reasons.
  struct Refusal {
    let department: BodyCode
    let citation: Obligation.Citation
  }

  mutating func findRefusalWithoutReasons(
    _ request: Name, _ view: EventView, _ page: Folded
  ) {
    guard let entry = obligations.matters[.shareRequest][request]?.entry,
      let department = department(of: entry)
    else { return }
    refusals.append(Refusal(department: department, citation: citation(view, page)))
  }

  func violations() throws(LedgerError) -> [Violation] {
    var found = try violationsOfActs() + violationsOfRegistrations()
    for refusal in refusals {
      found += rules.violations(
        .refusalWithoutReasons, by: refusal.department, refusal.citation, names)
    }
    for (start, department) in projects.startsWithoutApproval {
      found += rules.violations(.startedWithoutApproval, by: department, start.citation, names)
    }
    for (review, department) in projects.reviewsWithDepartment {
      let day = review.citation.moment.occurredAt.beijingDate
      guard isAnother(authority: review.authority, for: department, on: day) else { continue }
      found += rules.violations(
        .reviewedByAnotherAuthority, by: review.authority, review.citation, names)
    }
    return found
  }

  /// Whether `authority` is known not to be the data authority of the department's own division on a
  /// day.
  func isAnother(authority: BodyCode, for department: BodyCode, on day: CivilDate) -> Bool {
    guard let body = bodies[Name(department)]?.state, let other = bodies[Name(authority)]?.state
    else { return false }
    return BodyState.isAnother(authority: other, for: body, on: day)
  }

  private func utilities() -> Set<BodyCode> {
    var utilities = Set<BodyCode>()
    bodies.forEach { name, body in
      guard body.state?.kind == .utility,
        let code = BodyCode(names.identifier(of: name).text)
      else { return }
      utilities.insert(code)
    }
    return utilities
  }

  // MARK: The report

  /// The report on all that was folded.
  ///
  /// - Parameter choice: the calendar to count with; the one in force, as it was known, by default.
  /// - Throws: `inputOutput` when what was put away cannot be read again.
  public func report(
    countingBy choice: CalendarChoice = .inForce
  ) throws(LedgerError) -> AuditReport {
    let calendar = law.calendar(with: notices + choice.notices)
      .asKnown(on: scope.knownAt.beijingDate)
    let counted = choice.isAtStart ? rules.countingAsKnownAtTheStart() : rules
    var findings = ObligationFindings(
      book: obligations, names: names, department: scope.department,
      judge: ObligationJudge(calendar: calendar, scope: scope, rules: counted))
    let violations = try violations()
      .filter { scope.department == nil || $0.department == scope.department }
      .sorted { ($0.position, $0.rule) < ($1.position, $1.rule) }
    let verdicts = try findings.countVerdicts()
    return AuditReport(
      ledger: LogHead(size: tree.size, root: tree.root()), scope: scope, rules: rules,
      summary: AuditReport.Summary(verdicts, violations: violations.count),
      obligations: findings, violations: violations, calendar: calendar,
      utilities: utilities())
  }
}
