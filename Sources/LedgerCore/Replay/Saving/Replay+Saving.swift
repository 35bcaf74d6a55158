import MerkleLog
import WorkingDays

extension Replay {
  /// Writes the state, so that a replay can go on from it later.
  ///
  /// - Parameter sink: takes the bytes in order.
  /// - Throws: `inputOutput` when what was put away cannot be read again; what `sink` throws.
  public func save(to sink: @escaping ([UInt8]) throws -> Void) throws {
    var writer = StateWriter(to: sink)
    let head = LogHead(size: tree.size, root: tree.root())
    let saved = SavedReplay(head: head, rules: rules, scope: counted)
    try writer.item { saved.write(to: &$0) }
    try writer.item { $0.optional(lastRecordedAt) { $0.instant($1) } }
    try writer.list(names.list) { $0.text($1) }
    try writer.list(departments.codes) { $0.code($1) }
    try writer.table(bodies)
    try writer.list(retirements) { $0.moment($1) }
    try writer.table(entries)
    try projects.save(to: &writer)
    for category in StreamName.Category.allCases {
      try writer.table(others[category] ?? NameTable())
    }
    try writer.list(notices) { $0.notice($1) }
    try writer.list(adoptions) { $0.adoption($1) }
    try writer.list(refusals) { writer, refusal in
      writer.code(refusal.department)
      writer.citation(refusal.citation)
    }
    try saveChecks(to: &writer)
    try obligations.save(to: &writer)
    try writer.end()
  }

  /// Goes on from a state that was saved.
  ///
  /// - Parameters:
  ///   - source: gives the next bytes of the state, as many as are asked for; fewer only at the end.
  ///   - scope: the questions; the events that the saved replay folded must count in it as they
  ///     counted there.
  ///   - edge: gives the edge of the log's own tree at the size at which the replay was saved.
  ///   - space: takes what is settled; memory by default.
  /// - Throws: `damaged` when the bytes are not a saved state or not that of this log;
  ///   `contradictory` when it was saved under another rule book or other times; what the
  ///   parameters throw.
  public init(
    resumingFrom source: @escaping (Int) throws(LedgerError) -> [UInt8],
    scope: AuditScope, law: BundledLaw, rules: RulesInForce, space: any SpillSpace = MemorySpill(),
    edge: (Int64) throws(LedgerError) -> TreeEdge<SHA256Hasher>
  ) throws(LedgerError) {
    try self.init(
      resumingFrom: source, scope: scope, law: law, rules: rules,
      obligations: ObligationBook(space: space), edge: edge)
  }

  init(
    resumingFrom source: @escaping (Int) throws(LedgerError) -> [UInt8],
    scope: AuditScope, law: BundledLaw, rules: RulesInForce, obligations: ObligationBook,
    edge: (Int64) throws(LedgerError) -> TreeEdge<SHA256Hasher>
  ) throws(LedgerError) {
    self.init(scope: scope, law: law, rules: rules, obligations: obligations)
    var reader = StateReader(from: source)
    let saved = try reader.item { SavedReplay(from: &$0) }
    try check(saved)
    tree = try edge(saved.head.size)
    guard tree.size == saved.head.size, tree.root() == saved.head.root else {
      throw LedgerError(
        .damaged, "the saved replay is of another log: the roots at size \(saved.head.size) differ")
    }
    counted = saved.scope.under(scope)
    try restore(&reader)
    try reader.end()
  }

  private func check(_ saved: SavedReplay) throws(LedgerError) {
    guard saved.rulesDigest == rules.digest else {
      throw LedgerError(
        .contradictory,
        "the replay was saved under \(saved.ruleBook) as in force then, not under \(rules.name) as in"
          + " force now; save one for each")
    }
    guard saved.scope.areThose(of: scope) else {
      throw LedgerError(
        .contradictory,
        "the saved replay holds events that do not count at the times asked for; replay the whole log"
      )
    }
  }

  private mutating func restore(_ reader: inout StateReader) throws(LedgerError) {
    reader.limits.rules = Int64(rules.places.count)
    lastRecordedAt = try reader.item { $0.optional { $0.instant() } }
    names = LongNames(try reader.list { $0.text() })
    reader.limits.names = Int64(names.list.count)
    departments = BodyList(try reader.list { $0.code() })
    reader.limits.bodies = Int64(departments.codes.count)
    bodies = try reader.table()
    retirements = try reader.list { $0.moment() }
    reader.limits.retirements = Int64(retirements.count)
    entries = try reader.table()
    projects = try ProjectTable(from: &reader)
    for category in StreamName.Category.allCases {
      let table: NameTable<OtherRecord> = try reader.table()
      if table.count > 0 { others[category] = table }
    }
    notices = try reader.list { $0.notice() }
    adoptions = try reader.list { $0.adoption() }
    refusals = try reader.list { reader in
      reader.code().flatMap { department in
        reader.citation().map { Refusal(department: department, citation: $0) }
      }
    }
    try restoreChecks(from: &reader)
    try obligations.restore(from: &reader)
  }
}

extension CompactWriter {
  fileprivate mutating func adoption(_ adoption: LoggedAdoption) {
    number(adoption.position)
    text(adoption.data.book.description.utf8)
    date(adoption.data.from)
    optional(adoption.data.document) { $0.text($1.canonicalBytes) }
    flag(adoption.counts)
  }

  fileprivate mutating func notice(_ notice: HolidayNotice) {
    text(notice.name.utf8)
    date(notice.issuedOn)
    dates(notice.off)
    dates(notice.worked)
  }
}

extension CompactReader {
  fileprivate mutating func adoption() -> LoggedAdoption? {
    guard let position = number(), let book = text(),
      let book = RuleBookName(String(decoding: book, as: UTF8.self)), let from = date(),
      let document = optional({ reader in
        reader.text().flatMap { try? JSONValue(parsing: $0) }
      }), let counts = flag()
    else { return nil }
    return LoggedAdoption(
      data: RulesAdopted(book: book, from: from, document: document), position: position,
      counts: counts)
  }

  fileprivate mutating func notice() -> HolidayNotice? {
    guard let name = text(), let issuedOn = date(), let off = dates(), let worked = dates() else {
      return nil
    }
    return HolidayNotice(
      name: String(decoding: name, as: UTF8.self), issuedOn: issuedOn, off: off, worked: worked)
  }
}
