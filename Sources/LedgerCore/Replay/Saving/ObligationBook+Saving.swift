extension ObligationBook {
  func save(to writer: inout StateWriter) throws {
    try writer.item { $0.number(next) }
    try writer.list(stragglers.values.sorted { $0.number < $1.number }) { $0.obligation($1) }
    try writer.list(settledStragglers) { $0.number($1) }
    try writer.item { $0.number(window.first) }
    try writer.list(window.all) { $0.obligation($1) }
    try matters.save(to: &writer)
    try later.save(to: &writer)
    try settled.save(to: &writer)
  }

  /// Puts a saved book into this one, which must be empty.
  mutating func restore(from reader: inout StateReader) throws(LedgerError) {
    reader.limits.obligations = try reader.item { $0.number(below: .max) }
    for obligation in try reader.list({ $0.obligation() }) { add(straggler: obligation) }
    settledStragglers = try reader.list { $0.number() }
    window = ObligationWindow(startingAt: try reader.item { $0.number(below: .max) })
    for obligation in try reader.list({ $0.obligation() }) {
      guard obligation.number == next else { throw StateReader.damaged("an obligation is missing") }
      open(obligation)
    }
    guard next == reader.limits.obligations else {
      throw StateReader.damaged("obligations are missing")
    }
    try matters.restore(from: &reader)
    later = try LaterActs(from: &reader)
    try settled.restore(from: &reader)
  }
}

extension MatterTables {
  func save(to writer: inout StateWriter) throws {
    for kind in ObligationRule.Subject.allCases {
      try writer.table(self[kind])
      let table = later[kind] ?? NameTable()
      try writer.item { $0.number(Int64(table.count)) }
      try table.forEach { subject, numbers in
        try writer.item { $0.name(subject) }
        try writer.list(numbers) { $0.number($1) }
      }
    }
  }

  mutating func restore(from reader: inout StateReader) throws(LedgerError) {
    for kind in ObligationRule.Subject.allCases {
      self[kind] = try reader.table()
      var table = NameTable<[Int64]>()
      for _ in 0..<(try reader.item { $0.number(below: .max) }) {
        let subject = try reader.item { $0.name() }
        table[subject] = try reader.list { $0.number(below: $0.limits.obligations) }
      }
      if table.count > 0 { later[kind] = table }
    }
  }
}

extension LaterActs {
  func save(to writer: inout StateWriter) throws {
    try writer.item { $0.number(Int64(bySubject.count)) }
    try bySubject.forEach { subject, entries in
      try writer.item { $0.name(subject) }
      try writer.list(entries) { writer, entry in
        writer.kind(entry.kind)
        writer.part(entry.part)
        writer.choice(entry.act.type)
        writer.number(Int64(entry.act.days))
        writer.flag(entry.act.isConsented)
        writer.date(entry.act.receivedOn)
        writer.discharge(entry.discharge)
      }
    }
    try writer.list(others.sorted { $0.key < $1.key }) { writer, other in
      writer.number(other.key)
      writer.number(Int64(other.value.count))
      for discharge in other.value { writer.discharge(discharge) }
    }
  }

  init(from reader: inout StateReader) throws(LedgerError) {
    self.init()
    let count = try reader.item { $0.number(below: .max) }
    for _ in 0..<count {
      let subject = try reader.item { $0.name() }
      for entry in try reader.list({ Entry(from: &$0) }) { add(entry, to: subject) }
    }
    for (number, discharges) in try reader.list({ $0.otherDischarges() }) {
      for discharge in discharges { add(discharge, to: number) }
    }
  }
}

extension CompactReader {
  /// An obligation's number, with its discharges besides the earliest.
  fileprivate mutating func otherDischarges() -> (Int64, [Obligation.Discharge])? {
    guard let number = number(below: limits.obligations), let count = self.number() else {
      return nil
    }
    var discharges: [Obligation.Discharge] = []
    for _ in 0..<max(0, count) {
      guard let discharge = discharge() else { return nil }
      discharges.append(discharge)
    }
    return (number, discharges)
  }
}

extension LaterActs.Entry {
  fileprivate init?(from reader: inout CompactReader) {
    guard let kind = reader.kind(), let part = reader.part(), let type: EventType = reader.choice(),
      let days = reader.number(below: Int64(Int32.max)), let isConsented = reader.flag(),
      let receivedOn = reader.date(), let discharge = reader.discharge()
    else { return nil }
    self.init(
      kind: kind, part: part,
      act: ClockAct(
        type: type, moment: discharge.moment, days: Int(days), isConsented: isConsented,
        receivedOn: receivedOn),
      discharge: discharge)
  }
}
