import WorkingDays

extension CompactWriter {
  mutating func obligation(_ obligation: Obligation) {
    number(obligation.number)
    number(Int64(obligation.rule))
    kind(obligation.kind)
    name(obligation.subject)
    part(obligation.part)
    code(obligation.department)
    date(obligation.start)
    citation(obligation.opening)
    flag(obligation.isOpenedLater)
    optional(obligation.discharge) { $0.discharge($1) }
    optional(obligation.closed) { $0.moment($1) }
  }

  mutating func discharge(_ discharge: Obligation.Discharge) {
    citation(discharge.citation)
    number(
      discharge.knownAt.millisecondsSinceEpoch
        - discharge.moment.occurredAt.millisecondsSinceEpoch)
    flag(discharge.isImported)
  }

  mutating func kind(_ kind: ObligationRule.Subject) {
    switch kind {
    case .updateTrigger: byte(0)
    case .shareRequest: byte(1)
    case .incident: byte(2)
    case .verification: byte(3)
    case .openApplication: byte(4)
    }
  }

  mutating func part(_ part: Obligation.Part) {
    switch part {
    case .whole: byte(0)
    case .entry(let entry):
      byte(1)
      name(entry)
    case .recipient(.dataAuthority): byte(2)
    case .recipient(.cyberspaceAuthority): byte(3)
    }
  }
}

extension CompactReader {
  mutating func obligation() -> Obligation? {
    guard let number = number(), let rule = self.number(below: limits.rules), let kind = kind(),
      let subject = name(), let part = part(), let department = code(), let start = date(),
      let opening = citation(), let isOpenedLater = flag(),
      let discharge = optional({ $0.discharge() }),
      let closed = optional({ $0.moment() })
    else { return nil }
    var obligation = Obligation(
      number: number, rule: Int(rule), kind: kind, subject: subject, part: part,
      department: department, start: start, opening: opening,
      isOpenedLater: isOpenedLater)
    obligation.discharge = discharge
    obligation.closed = closed
    return obligation
  }

  mutating func discharge() -> Obligation.Discharge? {
    guard let citation = citation(), let delay = number(), let isImported = flag() else {
      return nil
    }
    let (known, overflows) = citation.moment.occurredAt.millisecondsSinceEpoch
      .addingReportingOverflow(delay)
    guard !overflows, let knownAt = Instant(millisecondsSinceEpoch: known) else { return nil }
    return Obligation.Discharge(citation: citation, knownAt: knownAt, isImported: isImported)
  }

  mutating func kind() -> ObligationRule.Subject? {
    switch byte() {
    case 0: .updateTrigger
    case 1: .shareRequest
    case 2: .incident
    case 3: .verification
    case 4: .openApplication
    default: nil
    }
  }

  mutating func part() -> Obligation.Part? {
    switch byte() {
    case 0: .whole
    case 1: name().map(Obligation.Part.entry)
    case 2: .recipient(.dataAuthority)
    case 3: .recipient(.cyberspaceAuthority)
    default: nil
    }
  }
}
