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
    try writer.list(all) { writer, kept in
      writer.text(kept.type.rawValue.utf8)
      writer.name(kept.subject)
      writer.citation(kept.citation)
      writer.number(Int64(kept.bodies.count))
      for body in kept.bodies { body.write(to: &writer) }
      writer.optional(kept.choice) { $0.byte($1) }
      writer.optional(kept.division) { $0.text($1.description.utf8) }
    }
  }

  init(from reader: inout StateReader) throws(LedgerError) {
    self.init()
    for kept in try reader.list({ Kept(from: &$0) }) { keep(kept) }
  }
}

extension KeptActs.Kept {
  fileprivate init?(from reader: inout CompactReader) {
    guard let type = reader.text(),
      let type = EventType(rawValue: String(decoding: type, as: UTF8.self)),
      let subject = reader.name(), let citation = reader.citation(),
      let count = reader.number(below: 8)
    else { return nil }
    var bodies: [BodyPlace] = []
    for _ in 0..<count {
      guard let body = BodyPlace(from: &reader) else { return nil }
      bodies.append(body)
    }
    guard let choice = reader.optional({ $0.byte() }),
      let division = reader.optional({ reader in
        reader.text().flatMap { Division(String(decoding: $0, as: UTF8.self)) }
      })
    else { return nil }
    self.init(
      type: type, subject: subject, citation: citation, bodies: bodies, choice: choice,
      division: division)
  }
}

extension Replay {
  /// Writes what the checks of acts have taken note of.
  func saveChecks(to writer: inout StateWriter) throws {
    try kept.save(to: &writer)
    try writer.list(findings) { writer, finding in
      writer.number(Int64(finding.check))
      writer.code(finding.department)
      writer.citation(finding.citation)
    }
    try writer.list(authorities) { writer, authority in
      writer.code(authority.code)
      writer.text(authority.division.description.utf8)
      writer.citation(authority.citation)
    }
    try grants.save(to: &writer)
  }

  mutating func restoreChecks(from reader: inout StateReader) throws(LedgerError) {
    kept = try KeptActs(from: &reader)
    let checks = Int64(rules.checks.count)
    findings = try reader.list { reader in
      guard let check = reader.number(below: checks), let department = reader.code(),
        let citation = reader.citation()
      else { return nil }
      return Finding(check: Int(check), department: department, citation: citation)
    }
    authorities = try reader.list { reader in
      guard let code = reader.code(), let division = reader.text(),
        let division = Division(String(decoding: division, as: UTF8.self)),
        let citation = reader.citation()
      else { return nil }
      return RegisteredAuthority(code: code, division: division, citation: citation)
    }
    try grants.restore(from: &reader)
  }
}
