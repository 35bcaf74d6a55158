import WorkingDays

extension CompactWriter {
  /// - Parameter texts: where its names stand.
  mutating func obligation(_ obligation: Obligation, _ texts: some NamedTexts) {
    citation(obligation.opening, texts)
    number(Int64(obligation.rule))
    text(obligation.matter, texts)
    part(obligation.part, texts)
    code(obligation.department)
    optional(obligation.heirOf) { $0.code($1) }
    date(obligation.start)
    optional(obligation.discharge) { $0.discharge($1, texts) }
    optional(obligation.closed) { $0.moment($1) }
    list(obligation.acts) { $0.act($1) }
    list(obligation.others) { $0.discharge($1, texts) }
  }

  private mutating func list<Item>(_ items: [Item], _ write: (inout Self, Item) -> Void) {
    number(Int64(items.count))
    for item in items { write(&self, item) }
  }

  private mutating func discharge(
    _ discharge: Obligation.Discharge, _ texts: some NamedTexts
  ) {
    citation(discharge.citation, texts)
    instant(discharge.knownAt)
    flag(discharge.isImported)
  }

  private mutating func act(_ act: ClockAct) {
    byte(act.type.number)
    moment(act.moment)
    number(Int64(act.days))
    flag(act.isConsented)
    date(act.receivedOn)
  }

  private mutating func part(_ part: Obligation.Part, _ texts: some NamedTexts) {
    switch part {
    case .whole: byte(0)
    case .entry(let entry):
      byte(1)
      text(entry.text, texts)
    case .recipient(let recipient):
      byte(2)
      byte(UInt8(truncatingIfNeeded: ReportRecipient.allCases.firstIndex(of: recipient) ?? 0))
    }
  }
}

extension CompactReader {
  /// Reads an obligation, whose names stand in these bytes.
  mutating func obligation() -> Obligation? {
    guard let opening = citation(), let rule = number(below: .max), let matter = range(),
      let part = part(), let department = code(), let heirOf = optional({ $0.code() }),
      let start = date(),
      let discharge = optional({ $0.discharge() }), let closed = optional({ $0.moment() }),
      let acts = list({ $0.act() }), let others = list({ $0.discharge() })
    else { return nil }
    var opened = Obligation(
      rule: Int(rule), matter: matter, part: part, department: heirOf ?? department, start: start,
      opening: opening)
    opened.pass(to: department)
    return Obligation(
      opened, discharge: discharge, closed: closed, acts: acts, others: others)
  }

  private mutating func list<Item>(_ read: (inout Self) -> Item?) -> [Item]? {
    guard let count = number(below: .max) else { return nil }
    var items: [Item] = []
    for _ in 0..<count {
      guard let item = read(&self) else { return nil }
      items.append(item)
    }
    return items
  }

  private mutating func discharge() -> Obligation.Discharge? {
    guard let citation = citation(), let knownAt = instant(), let isImported = flag() else {
      return nil
    }
    return Obligation.Discharge(citation: citation, knownAt: knownAt, isImported: isImported)
  }

  private mutating func act() -> ClockAct? {
    guard let type = byte().flatMap(EventType.init(number:)), let moment = moment(),
      let days = number().flatMap({ Int(exactly: $0) }), let isConsented = flag(),
      let receivedOn = date()
    else { return nil }
    return ClockAct(
      type: type, moment: moment, days: days, isConsented: isConsented, receivedOn: receivedOn)
  }

  private mutating func part() -> Obligation.Part? {
    switch byte() {
    case 0: .whole
    case 1: range().map { .entry(NamedText(name: .none, text: $0)) }
    case 2: byte().flatMap(ReportRecipient.init(number:)).map(Obligation.Part.recipient)
    default: nil
    }
  }
}

extension ReportRecipient {
  fileprivate init?(number: UInt8) {
    guard Int(number) < Self.allCases.count else { return nil }
    self = Self.allCases[Int(number)]
  }
}
