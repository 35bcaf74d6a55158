/// The events of a log that are shown, as the judge asks about them: without those that corrections among
/// them leave out.
struct ShownLog {
  let facts: GatheredFacts
  /// The corrections shown that stand at the times asked about.
  let corrections: StandingCorrections
  private let acts: ActsByMatter
  private let remaining: RemainingActs
  /// The positions of the events shown that corrections are about.
  private let corrected: Set<Int64>

  /// - Parameter events: in the order of the log.
  init(_ events: [Event], in scope: AuditScope) throws(LedgerError) {
    let all = Corrections(events)
    corrections = all.standing(in: scope)
    remaining = RemainingActs(corrections, in: scope)
    acts = try ActsByMatter(events)
    corrected = CorrectedNames(all).positions(in: acts.page)
    let page = acts.page
    let told = page.events.lazy.map { Act(page: page, view: $0) }
    var facts = GatheredFacts(Successions(events).heirs(in: scope, corrections))
    for act in remaining.firstActsFirst(told, among: corrected) {
      facts.tell(act, counts: scope.counts(act.view))
    }
    acts.forEachMatter { [remaining, corrected] matter in
      guard matter.category == .catalogEntry else { return }
      facts.tellIdleRevisions(of: remaining.matter(matter, among: corrected), scope)
    }
    self.facts = facts
  }

  /// Whether a body is a public utility, which the order binds by reference (art. 39).
  func isByReference(_ body: BodyCode) -> Bool { facts.body(body)?.kind == .utility }

  /// The events shown that are left out, with their corrections.
  ///
  /// - Parameter events: those that are shown.
  func corrected(among events: [Event]) -> [CorrectedEvent] {
    events.compactMap { event in
      corrections[event.record.id].map { CorrectedEvent($0, at: event.position) }
    }
  }

  /// Calls `body` with every matter, its acts in the world's order.
  func forEachMatter(_ body: (ActedMatter) -> Void) {
    acts.forEachMatter { body(remaining.matter($0, among: corrected)) }
  }
}
