import MerkleLog
import WorkingDays

extension Replay {
  /// Writes what was gathered, so that a replay can go on from it later, whatever it is asked then.
  ///
  /// - Parameter sink: takes the bytes in order.
  /// - Throws: `inputOutput` when what was put away cannot be read again; what `sink` throws.
  public func save(to sink: @escaping ([UInt8]) throws -> Void) throws {
    var writer = StateWriter(to: sink)
    try writer.item { SavedReplay(head: head, parts: parts).write(to: &$0) }
    try writer.item { $0.optional(lastRecordedAt) { $0.instant($1) } }
    try writer.list(notices) { $0.notice($1) }
    try writer.list(adoptions) { $0.adoption($1) }
    try writer.list(pairs.hashes.sorted()) { $0.number(Int64(bitPattern: $1)) }
    try writer.list(corrections.all) { $0.correction($1) }
    try writer.list(successions.all) { $0.succession($1) }
    for run in runs { try run.save(to: &writer) }
    try writer.end()
  }

  /// Goes on from what was saved.
  ///
  /// - Parameters:
  ///   - source: gives the next bytes of the state, as many as are asked for; fewer only at the end.
  ///   - law: the law that is bundled.
  ///   - space: takes what is gathered; memory by default.
  ///   - edge: gives the edge of the log's own tree at the size at which the replay was saved.
  /// - Throws: `damaged` when the bytes are not a saved state or not that of this log; what the
  ///   parameters throw.
  public init(
    resumingFrom source: @escaping (Int) throws(LedgerError) -> [UInt8], law: BundledLaw,
    space: any SpillSpace = MemorySpill(),
    edge: (Int64) throws(LedgerError) -> TreeEdge<SHA256Hasher>
  ) throws(LedgerError) {
    var reader = StateReader(from: source)
    let saved = try reader.item { SavedReplay(from: &$0) }
    let tree = try edge(saved.head.size)
    guard tree.size == saved.head.size, tree.root() == saved.head.root else {
      throw LedgerError(
        .damaged, "the saved replay is of another log: the roots at size \(saved.head.size) differ")
    }
    let start = Replay(law: law, parts: saved.parts, space: space)
    let lastRecordedAt = try reader.item { $0.optional { $0.instant() } }
    let notices = try reader.list { $0.notice() }
    let adoptions = try reader.list { $0.adoption() }
    let pairs = try reader.list { $0.number().map(UInt64.init(bitPattern:)) }
    let corrections = try reader.list { $0.correction() }
    let successions = try reader.list { $0.succession() }
    var runs = start.runs
    for number in runs.indices { try runs[number].restore(from: &reader) }
    try reader.end()
    self.init(
      start, tree: tree, runs: runs, notices: notices, adoptions: adoptions,
      pairs: EntryBodyPairs(key: saved.parts.key, pairs),
      Hindsight(Corrections(corrections), Successions(successions)), lastRecordedAt: lastRecordedAt)
  }
}

extension CompactWriter {
  fileprivate mutating func adoption(_ adoption: GatheredAdoption) {
    number(adoption.position)
    text(adoption.event.text.utf8)
    text(adoption.data.book.description.utf8)
    date(adoption.data.from)
    optional(adoption.data.document) { $0.text($1.canonicalBytes) }
    instant(adoption.occurredAt)
    instant(adoption.knownAt)
  }

  fileprivate mutating func notice(_ gathered: GatheredNotice) {
    let notice = gathered.notice
    number(gathered.position)
    text(gathered.event.text.utf8)
    text(notice.name.utf8)
    date(notice.issuedOn)
    dates(notice.off)
    dates(notice.worked)
  }

  fileprivate mutating func correction(_ correction: Correction) {
    number(correction.position)
    text(correction.event.text.utf8)
    text(correction.corrected.text.utf8)
    text(correction.reason.utf8)
    instant(correction.occurredAt)
    instant(correction.knownAt)
  }
}

extension CompactReader {
  fileprivate mutating func adoption() -> GatheredAdoption? {
    guard let position = number(), let event = identifier(), let book = text(),
      let book = RuleBookName(String(decoding: book, as: UTF8.self)), let from = date(),
      let document = optional({ reader in
        reader.text().flatMap { try? JSONValue(parsing: $0) }
      }), let occurredAt = instant(), let knownAt = instant()
    else { return nil }
    return GatheredAdoption(
      data: RulesAdopted(book: book, from: from, document: document), position: position,
      event: event,
      occurredAt: occurredAt, knownAt: knownAt)
  }

  fileprivate mutating func notice() -> GatheredNotice? {
    guard let position = number(), let event = identifier(), let name = text(),
      let issuedOn = date(), let off = dates(), let worked = dates()
    else {
      return nil
    }
    return GatheredNotice(
      notice: HolidayNotice(
        name: String(decoding: name, as: UTF8.self), issuedOn: issuedOn, off: off, worked: worked),
      position: position, event: event)
  }

  fileprivate mutating func correction() -> Correction? {
    guard let position = number(), let event = identifier(), let corrected = identifier(),
      let reason = text(), let occurredAt = instant(), let knownAt = instant()
    else { return nil }
    return Correction(
      event: event, position: position, corrected: corrected,
      reason: String(decoding: reason, as: UTF8.self), occurredAt: occurredAt, knownAt: knownAt)
  }

  mutating func identifier() -> Identifier? {
    text().map { Identifier(String(decoding: $0, as: UTF8.self)) }
  }
}
