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
    optional(obligation.discharge) { $0.citation($1) }
    optional(obligation.closed) { $0.moment($1) }
  }

  mutating func kind(_ kind: ObligationRule.Subject) {
    switch kind {
    case .updateTrigger: byte(0)
    case .shareRequest: byte(1)
    case .incidentReport: byte(2)
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
      let opening = citation(), let discharge = optional({ $0.citation() }),
      let closed = optional({ $0.moment() })
    else { return nil }
    var obligation = Obligation(
      number: number, rule: Int(rule), kind: kind, subject: subject, part: part,
      department: department, start: start, opening: opening)
    obligation.discharge = discharge
    obligation.closed = closed
    return obligation
  }

  mutating func kind() -> ObligationRule.Subject? {
    switch byte() {
    case 0: .updateTrigger
    case 1: .shareRequest
    case 2: .incidentReport
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
