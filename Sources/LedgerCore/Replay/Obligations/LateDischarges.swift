/// Discharges whose obligations were put away before: an event that is recorded later may tell of
/// an earlier act. They are few, and are applied when the report is made.
struct LateDischarges {
  struct Entry {
    let kind: ObligationRule.Subject
    let part: Obligation.Part
    let citation: Obligation.Citation
  }

  private(set) var bySubject = NameTable<[Entry]>()

  mutating func add(
    _ kind: ObligationRule.Subject, _ subject: Name, _ part: Obligation.Part,
    _ citation: Obligation.Citation
  ) {
    let entries = bySubject[subject] ?? []
    bySubject[subject] = entries + [Entry(kind: kind, part: part, citation: citation)]
  }

  /// Applies them to an obligation that was put away.
  func apply(to obligation: inout Obligation) {
    guard bySubject.count > 0, let entries = bySubject[obligation.subject] else { return }
    for entry in entries where entry.kind == obligation.kind {
      let isLater = entry.citation.moment.position > obligation.opening.moment.position
      if isLater, obligation.isConcerned(by: entry.part) {
        obligation.discharge(by: entry.citation)
      }
    }
  }
}
