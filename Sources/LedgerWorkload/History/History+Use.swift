import LedgerCore

/// Use of shared data (art. 23), and paper that is demanded nevertheless (art. 27).
extension History {
  /// What one body took of an entry that is shared unconditionally, on the day before; in an import
  /// now and then of one that is not.
  mutating func countAccesses() -> Record {
    let found =
      lapses(.accessWithoutRequest)
      ? catalogue.requestable(&random) : anyEntry { $0.sharing == .unconditional }
    guard let slot = found else { return request() }
    precedeChanges(of: slot)
    serials.access += 1
    let id = identifiers("AC-", serials.access)
    let holder = catalogue[slot].body
    let requester = anyActor(but: holder)
    return record(
      id, by: platformAuthority(of: requester),
      DataAccessed(
        access: id, calls: Int64(random.within(1...60) * random.within(1...400)),
        entry: identifier(of: catalogue.entry(in: slot), holder),
        on: HistoryTime.date(ofDay: now.day - 1), requester: code(requester)))
  }

  /// Some of what is agreed to is recorded when it is used, and some of the rest is ended; in an import
  /// now and then something is used that was refused, or is not granted any more.
  mutating func planUse(of request: OpenRequest, agreed: Bool) {
    if let breach { return planUse(of: request, toward: breach) }
    let isUsed = agreed ? random.chance(25) : lapses(.useWithoutAgreement)
    if isUsed {
      plan(.follow(.use(request)), at: officeTime(afterWorkingDays: random.within(1...60)))
    } else if agreed, random.chance(20) {
      let time = officeTime(afterWorkingDays: random.within(5...90))
      plan(.follow(random.chance(500) ? .revoke(request) : .relinquish(request)), at: time)
      if lapses(.useAfterEnd) {
        plan(.follow(.use(request)), at: officeTime(afterWorkingDays: random.within(91...120)))
      }
    }
  }

  /// What a request comes to that is to get an unlawful act.
  private mutating func planUse(of request: OpenRequest, toward breach: Breach) {
    switch breach {
    case .useWithoutAgreement, .useForAnotherPurpose, .useOfOtherItems:
      plan(.follow(.use(request)), at: officeTime(afterWorkingDays: random.within(1...20)))
    case .useAfterEnd:
      let end = random.chance(500) ? Sequel.revoke(request) : .relinquish(request)
      plan(.follow(end), at: officeTime(afterWorkingDays: random.within(3...15)))
      plan(.follow(.use(request)), at: officeTime(afterWorkingDays: random.within(16...35)))
    case .provisionByAnother:
      plan(.follow(.provide(request)), at: officeTime(afterWorkingDays: random.within(2...18)))
    default: break
    }
  }

  /// Data is used for the purpose of the request; in an import now and then for another, or other items
  /// than were asked for.
  mutating func use(_ request: OpenRequest) -> Record {
    serials.use += 1
    let id = identifiers("DU-", serials.use)
    let asked = identifiers("SR-", request.serial)
    let purposes = SharingTexts.purposes
    let purpose =
      lapses(.useForAnotherPurpose) ? (request.purpose + 1) % purposes.count : request.purpose
    var data = DataUsed(
      use: id, department: code(request.requester), purpose: purposes[purpose], request: asked)
    if request.items != nil, lapses(.useOfOtherItems) { data.items = [UseTexts.anotherItem] }
    return record(id, by: request.requester, data, causation: asked)
  }

  /// Paper is asked for that an entry does not share, or for which a law asks; in an import now and
  /// then without either.
  mutating func demandPaper() -> Record {
    let isShared = breach == .paperDemanded
    guard let slot = anyEntry(where: { !isShared || $0.sharing == .unconditional }) else {
      return registerAnother(of: anyBody())
    }
    precedeChanges(of: slot)
    serials.paper += 1
    let id = identifiers("PD-", serials.paper)
    let body = anyDepartment()
    var data = PaperDemanded(
      demand: id, department: code(body),
      entry: identifier(of: catalogue.entry(in: slot), catalogue[slot].body),
      matter: random.pick(UseTexts.matters))
    if catalogue[slot].sharing != .notShared && !lapses(.paperDemanded) {
      data.exceptionBasis = random.pick(UseTexts.paperBases)
    }
    return record(id, by: body, data)
  }
}
