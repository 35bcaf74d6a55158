import LedgerCore

/// Use of shared data (art. 23), and paper that is demanded nevertheless (art. 27).
extension History {
  /// What one body took of an entry that is shared unconditionally, on the day before; in an import
  /// now and then of one that is not.
  mutating func countAccesses() -> Record {
    let found =
      lapses() ? catalogue.requestable(&random) : anyEntry { $0.sharing == .unconditional }
    guard let slot = found else { return request() }
    precedeChanges(of: slot)
    serials.access += 1
    let id = identifiers("AC-", serials.access)
    let holder = catalogue[slot].body
    let requester = anyBody(but: holder)
    return record(
      id, by: platformAuthority(of: requester),
      DataAccessed(
        access: id, calls: Int64(random.within(1...60) * random.within(1...400)),
        entry: identifier(of: catalogue.entry(in: slot), holder),
        on: HistoryTime.date(ofDay: now.day - 1), requester: code(requester)))
  }

  /// Some of what is agreed to is recorded when it is used; in an import now and then something that
  /// was refused.
  mutating func planUse(of request: OpenRequest, agreed: Bool) {
    guard agreed ? random.chance(25) : lapses(10) else { return }
    plan(.follow(.use(request)), at: officeTime(afterWorkingDays: random.within(1...60)))
  }

  /// Data is used for the purpose of the request; in an import now and then for another.
  mutating func use(_ request: OpenRequest) -> Record {
    serials.use += 1
    let id = identifiers("DU-", serials.use)
    let asked = identifiers("SR-", request.serial)
    let purposes = SharingTexts.purposes
    let purpose = lapses() ? (request.purpose + 1) % purposes.count : request.purpose
    return record(
      id, by: request.requester,
      DataUsed(
        use: id, department: code(request.requester), purpose: purposes[purpose], request: asked),
      causation: asked)
  }

  /// Paper is asked for that an entry does not share, or for which a law asks; in an import now and
  /// then without either.
  mutating func demandPaper() -> Record {
    guard let slot = anyEntry() else { return registerAnother(of: anyBody()) }
    precedeChanges(of: slot)
    serials.paper += 1
    let id = identifiers("PD-", serials.paper)
    let body = anyDepartment()
    var data = PaperDemanded(
      demand: id, department: code(body),
      entry: identifier(of: catalogue.entry(in: slot), catalogue[slot].body),
      matter: random.pick(UseTexts.matters))
    if catalogue[slot].sharing != .notShared && !lapses(60) {
      data.exceptionBasis = random.pick(UseTexts.paperBases)
    }
    return record(id, by: body, data)
  }
}
