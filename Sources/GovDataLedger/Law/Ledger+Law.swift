import LedgerSQLite

/// What recording law did.
public struct LawReceipt: Sendable {
  /// Where each notice stands, those that were in the log already first.
  public let receipts: [(notice: HolidayNotice, receipt: Receipt)]
  /// The last day of which the calendar knows whether it is worked; `nil` when it knows none.
  public let knownThrough: CivilDate?
  /// How many open obligations had no firm due date before, and have one now.
  public let madeFirm: Int
}

extension Ledger {
  /// Records holiday notices, such as the next year's. Open obligations whose due dates were
  /// provisional become firm.
  ///
  /// - Parameters:
  ///   - notices: the notices.
  ///   - actor: the body that records them; by default the one that issued the bundled notices.
  /// - Throws: as ``record(_:mode:expectedVersion:)``: `contradictory` for a notice that is in the
  ///   log with other days, `inTheFuture` for one that is not issued yet.
  @discardableResult
  public func issue(_ notices: [HolidayNotice], actor: BodyCode? = nil) async throws -> LawReceipt {
    guard let actor = try actor ?? law.issuer() else {
      throw LedgerError(.notFound, "no body is known to issue notices; name the actor")
    }
    let now = clock.now()
    let known = try await store.lawEvents(ofFirst: .max)
    let corrections = try await store.corrections(ofFirst: .max).standing
    let before = try await provisional()
    var receipts: [(notice: HolidayNotice, receipt: Receipt)] = []
    var added: [HolidayNotice] = []
    var records: [Record] = []
    for notice in notices {
      guard notice.issuedOn <= now.beijingDate else {
        throw LedgerError(
          .inTheFuture,
          "\(notice.name): found issued on \(notice.issuedOn), expected a day up to "
            + "\(now.beijingDate)")
      }
      let earlier = known.filter { $0.record.data.notice(named: notice.name) != nil }
      if let last = earlier.last(where: { !corrections.leavesOut($0.record.id) }),
        last.record.data.notice(named: notice.name)?.saysTheSame(as: notice) == true
      {
        receipts.append((notice, Receipt(alreadyRecorded: last)))
      } else {
        added.append(notice)
        records.append(Record(of: notice, by: actor, at: now, number: earlier.count))
      }
    }
    if !records.isEmpty { receipts += zip(added, try await record(records)).map { ($0, $1) } }
    let calendars = calendars
    try await store.sync()
    let law = law
    let through = try await store.reading { db in
      try calendars.calendar(of: db, under: law).coverage?.upperBound
    }
    return LawReceipt(
      receipts: receipts, knownThrough: through,
      madeFirm: max(0, before - (try await provisional())))
  }

  /// How many open obligations have no firm due date; none when the projections are behind.
  private func provisional() async throws -> Int {
    do {
      return try await rows(
        ObligationRow.self,
        where: "provisional_due_on IS NOT NULL AND discharged_at IS NULL AND closed_at IS NULL"
      ).count
    } catch let error as LedgerError where error.code == .behind {
      return 0
    }
  }

  /// Brings a rule book into force from a date: what begins on its days is judged by it, also what
  /// is in the log already.
  ///
  /// A book that is not bundled is recorded whole, so that every auditor has it. The projections
  /// are made anew in the same commit, which takes as long as ``rebuild(progress:)``.
  ///
  /// - Parameters:
  ///   - book: the book.
  ///   - from: the first day on which it applies.
  ///   - actor: the body that decides so.
  /// - Throws: as ``record(_:mode:expectedVersion:)``: `contradictory` for another book under a name
  ///   that is taken.
  @discardableResult
  public func adopt(
    _ book: RuleBook, from: CivilDate, actor: BodyCode
  ) async throws -> Receipt {
    let corrections = try await store.corrections(ofFirst: .max).standing
    var corrected = 0
    for event in try await store.lawEvents(ofFirst: .max) {
      guard case .rulesAdopted(let data) = event.record.data, data.book == book.name,
        data.from == from, data.document.map({ $0 == book.document }) ?? true
      else { continue }
      if corrections.leavesOut(event.record.id) {
        corrected += 1
        continue
      }
      try await store.sync()
      return Receipt(alreadyRecorded: event)
    }
    let isBundled = law.books.contains(book)
    let data = RulesAdopted(
      book: book.name, from: from, document: isBundled ? nil : book.document)
    return try await record(
      Record(
        id: Identifier(
          "rules-\(book.name)-from-\(from)" + (corrected > 0 ? "-\(corrected + 1)" : "")),
        occurredAt: clock.now(), actor: actor,
        data: data))
  }
}

extension EventData {
  /// The notice of a name that the event records; `nil` when it records none.
  fileprivate func notice(named name: String) -> HolidayNotice? {
    guard case .calendarNoticeIssued(let data) = self, data.notice == Identifier(name) else {
      return nil
    }
    return data.holidayNotice
  }
}
