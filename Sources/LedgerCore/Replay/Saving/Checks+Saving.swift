import WorkingDays

extension Grants {
  func save(to writer: inout StateWriter) throws {
    try writer.item { $0.number(Int64(bitPattern: key)) }
    try writer.list(uses) { writer, use in
      writer.byte(use.kind.rawValue)
      writer.name(use.subject)
      writer.number(Int64(bitPattern: use.purpose))
      writer.code(use.user)
      writer.citation(use.citation)
    }
    try blocks.save(to: &writer)
  }

  /// Puts saved grants into these, which must be empty.
  mutating func restore(from reader: inout StateReader) throws(LedgerError) {
    key = UInt64(bitPattern: try reader.item { $0.number() })
    for use in try reader.list({ Use(from: &$0) }) { add(use) }
    try blocks.restore(from: &reader) { Grant(from: &$0) != nil }
  }
}

extension Grants.Use {
  fileprivate init?(from reader: inout CompactReader) {
    guard let kind = reader.byte().flatMap(Grants.Kind.init(rawValue:)),
      let subject = reader.name(), let purpose = reader.number(), let user = reader.code(),
      let citation = reader.citation()
    else { return nil }
    self.init(
      kind: kind, subject: subject, purpose: UInt64(bitPattern: purpose), user: user,
      citation: citation)
  }
}

extension KeptActs {
  func save(to writer: inout StateWriter) throws {
    try writer.list(all) { $1.write(to: &$0) }
  }

  init(from reader: inout StateReader) throws(LedgerError) {
    self.init()
    for kept in try reader.list({ Kept(from: &$0) }) { keep(kept) }
  }
}

extension KeptActs.Kept {
  func write(to writer: inout CompactWriter) {
    writer.choice(type)
    writer.name(subject)
    writer.citation(citation)
    writer.number(Int64(bodies.count))
    for body in bodies { body.write(to: &writer) }
    writer.optional(choice) { $0.byte($1) }
    writer.optional(division) { $0.division($1) }
    writer.number(Int64(stated.count))
    for isStated in stated { writer.flag(isStated) }
  }

  init?(from reader: inout CompactReader) {
    guard let type: EventType = reader.choice(),
      let subject = reader.name(), let citation = reader.citation(),
      let count = reader.number(below: 8)
    else { return nil }
    var bodies: [BodyPlace] = []
    for _ in 0..<count {
      guard let body = BodyPlace(from: &reader) else { return nil }
      bodies.append(body)
    }
    guard let choice = reader.optional({ $0.byte() }),
      let division = reader.optional({ $0.division() }),
      let texts = reader.number(below: 8)
    else { return nil }
    var stated: [Bool] = []
    for _ in 0..<texts {
      guard let isStated = reader.flag() else { return nil }
      stated.append(isStated)
    }
    self.init(
      type: type, subject: subject, citation: citation, bodies: bodies, choice: choice,
      division: division, stated: stated)
  }
}

extension Replay {
  /// Writes what the checks of acts have taken note of.
  func saveChecks(to writer: inout StateWriter) throws {
    try kept.save(to: &writer)
    try writer.table(histories)
    try entryActs.blocks.save(to: &writer)
    try writer.list(authorities) { writer, authority in
      writer.code(authority.code)
      writer.division(authority.division)
      writer.citation(authority.citation)
    }
    try grants.save(to: &writer)
  }

  mutating func restoreChecks(from reader: inout StateReader) throws(LedgerError) {
    kept = try KeptActs(from: &reader)
    histories = try reader.table()
    try entryActs.blocks.restore(from: &reader) { EntryActs.EntryAct(from: &$0) != nil }
    authorities = try reader.list { reader in
      guard let code = reader.code(), let division = reader.division(),
        let citation = reader.citation()
      else { return nil }
      return RegisteredAuthority(code: code, division: division, citation: citation)
    }
    try grants.restore(from: &reader)
  }
}

extension EntryHistory: Savable {
  func write(to writer: inout CompactWriter) {
    writer.instant(registered)
    writer.code(first.department)
    writer.choice(first.sharing)
    writer.choice(first.openness)
    writer.number(Int64(changes.count))
    for change in changes { change.write(to: &writer) }
  }

  init?(from reader: inout CompactReader) {
    guard let registered = reader.instant(), let department = reader.code(),
      let sharing: SharingType = reader.choice(), let openness: Openness = reader.choice(),
      let count = reader.number(below: .max)
    else { return nil }
    var changes: [Change] = []
    for _ in 0..<count {
      guard let change = Change(from: &reader) else { return nil }
      changes.append(change)
    }
    self.init(
      registered: registered,
      EntryFacts(department: department, sharing: sharing, openness: openness), changes)
  }
}

extension EntryHistory.Change {
  fileprivate func write(to writer: inout CompactWriter) {
    writer.moment(moment)
    writer.optional(department) { $0.code($1) }
    writer.optional(sharing) { $0.choice($1) }
    writer.optional(openness) { $0.choice($1) }
  }

  fileprivate init?(from reader: inout CompactReader) {
    guard let moment = reader.moment(), let department = reader.optional({ $0.code() }),
      let sharing = reader.optional({ $0.choice() as SharingType? }),
      let openness = reader.optional({ $0.choice() as Openness? })
    else { return nil }
    self.init(moment: moment, department: department, sharing: sharing, openness: openness)
  }
}
