/// The events of a log that are shown, as the judge asks about them.
struct ShownLog {
  let acts: ActsByMatter
  let facts: GatheredFacts

  /// - Parameter events: in the order of the log.
  init(_ events: [Event], in scope: AuditScope) throws(LedgerError) {
    acts = try ActsByMatter(events)
    var facts = GatheredFacts()
    for view in acts.page.events {
      facts.tell(Act(page: acts.page, view: view), counts: scope.counts(view))
    }
    self.facts = facts
  }
}
