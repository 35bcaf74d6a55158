import WorkingDays

/// What new holiday notices change of the rows of obligations: only due dates, and only those of
/// obligations whose days, from the start to the due date, the notices touch.
package struct MovedDueDates {
  private let law: LawInForce
  /// The days about which the notices say something new.
  package let days: ClosedRange<CivilDate>

  /// The due dates that may have moved since a log had a size; `nil` when none has.
  ///
  /// - Parameters:
  ///   - events: the notices and adoptions of the log, in order.
  ///   - corrections: those that stand, and that stood then.
  package init?(
    since size: Int64, _ events: [Event], _ corrections: StandingCorrections,
    under law: BundledLaw
  ) throws(LedgerError) {
    var days: ClosedRange<CivilDate>?
    var before = events.prefix { $0.position < size }
    var known = try law.inForce(with: Array(before), corrections)
    for event in events.dropFirst(before.count) {
      before.append(event)
      // Rows were counted by what was known at their events: every step matters.
      let next = try law.inForce(with: Array(before), corrections)
      if let moved = next.calendar.span(differingFrom: known.calendar) {
        days =
          days.map {
            min($0.lowerBound, moved.lowerBound)...max($0.upperBound, moved.upperBound)
          } ?? moved
      }
      known = next
    }
    guard let days else { return nil }
    self.law = known
    self.days = days
  }

  /// The names of the rules whose periods the calendar counts.
  package var rules: [String] {
    let counted = law.rules.places.map(\.rule).filter { !$0.period.isImmediate }
    return Set(counted.map(\.id)).sorted()
  }

  /// What changes of the rows of a matter.
  ///
  /// - Parameter subject: the kind of thing that it is, as the rows say it.
  package func changes(
    ofMatter name: String, subject: String, in log: any LogTransaction
  ) throws(LedgerError) -> RowChanges {
    var changes = RowChanges()
    guard let kind = ObligationRule.Subject(rawValue: subject) else { return changes }
    let stream = StreamName(kind.opening.form.category, Identifier(name))
    let acts = try log.acts(on: NameHash(stream), stream.category, under: law.rules)
    guard let matter = acts.matter() else { return changes }
    let facts = LogFacts(try LogStates(log: log))
    var judge = Judge(law.rules, facts, scope: .everything)
    judge.judgeObligations(of: matter)
    if let failure = facts.failure { throw failure }
    let projection = ObligationsProjection(law: law)
    for obligation in judge.obligations {
      projection.addChange(obligation, matter.page, to: &changes)
    }
    return changes
  }
}
