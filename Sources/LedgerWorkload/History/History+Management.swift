import LedgerCore

/// The master catalogue (总目录, art. 15), where data comes from (art. 17) and how good it is
/// (art. 18).
extension History {
  /// The master catalogue of a division holds all entries of its departments.
  mutating func compileMaster() -> Record {
    let seat = directory.bodies[anyBodyElsewhere()].seat
    serials.master += 1
    let id = identifiers("MC-", serials.master)
    // A division's own authority compiles it; in an import now and then one of another level.
    let another = directory.citySeat(of: seat) == seat ? 0 : directory.citySeat(of: seat)
    let authority = directory.seats[lapses(.masterByAnother) ? another : seat].dataAuthority
    return record(
      id, by: authority,
      CatalogMasterCompiled(
        compilation: id, authority: code(authority),
        division: directory.seats[seat].listed.division, entries: Int64(currentEntries(of: seat))))
  }

  private func currentEntries(of seat: Int) -> Int {
    directory.bodies.indices.reduce(0) { count, body in
      directory.bodies[body].seat == seat ? count + catalogue.entries(of: body).count : count
    }
  }

  // MARK: One source for each item

  mutating func assignSource() -> Record {
    guard let slot = anyEntry() else { return registerAnother(of: anyBody()) }
    serials.item += 1
    if leads(150) {
      let open = OpenItem(serial: serials.item, body: catalogue[slot].body)
      let days = breach == .secondSource ? 5...40 : 100...400
      plan(.follow(.assignAgain(open)), at: officeTime(afterWorkingDays: random.within(days)))
    }
    return assign(
      serials.item, catalogue.entry(in: slot), as: identifiers("DI-", serials.item), after: nil)
  }

  /// Another department's entry takes the place of an item's source; in an import now and then it
  /// stands beside it.
  mutating func assignAgain(_ item: OpenItem) -> Record {
    let directory = directory
    let isAny = breach == nil
    let found = anyEntry {
      $0.body != item.body && (isAny || directory.isAnswerable($0.body))
    }
    guard let slot = found else { return request() }
    return assign(
      item.serial, catalogue.entry(in: slot), as: identifiers("DI-", item.serial, ".next"),
      after: lapses(.secondSource) ? nil : item.body)
  }

  private mutating func assign(
    _ item: Int, _ entry: EntryReference, as id: Identifier, after superseded: Int?
  ) -> Record {
    follow(entry.slot)
    let body = catalogue[entry.slot].body
    return record(
      id, by: authority(of: body),
      SourceAssigned(
        item: identifiers("DI-", item), department: code(body),
        entry: identifier(of: entry, body), supersedes: superseded.map { code($0) }))
  }

  /// A department collects data of its own, or with a basis in law what another shares; in an import
  /// now and then without one.
  mutating func startCollection() -> Record {
    let body = anyDepartment()
    guard let slot = entryToCollect(by: body) else { return registerAnother(of: anyBody()) }
    precedeChanges(of: slot)
    serials.collection += 1
    let id = identifiers("CO-", serials.collection)
    let holder = catalogue[slot].body
    let needsBasis = holder != body && catalogue[slot].sharing != .notShared
    var data = CollectionStarted(
      collection: id, department: code(body),
      entry: identifier(of: catalogue.entry(in: slot), holder),
      purpose: random.pick(ManagementTexts.collections))
    if needsBasis && !lapses(.repeatedCollection) {
      data.exceptionBasis = random.pick(ManagementTexts.collectionBases)
    }
    return record(id, by: body, data)
  }

  /// An entry of the body's own, or any; without a basis, one that another shares with all.
  private mutating func entryToCollect(by body: Int) -> Int? {
    guard breach != .repeatedCollection else {
      return anyEntry { $0.body != body && $0.sharing == .unconditional }
    }
    let own = random.chance(400) ? someEntries(of: body, atMost: 1).first?.slot : nil
    return own ?? anyEntry()
  }

  // MARK: Verification by many

  /// A body that uses data doubts it (多元校核).
  mutating func raiseVerification() -> Record {
    guard let slot = anyEntry() else { return registerAnother(of: anyBody()) }
    follow(slot)
    serials.verification += 1
    let id = identifiers("VE-", serials.verification)
    let holder = catalogue[slot].body
    let requester = anyBody(but: holder)
    if serials.verification == 1 || leads(930) {
      let open = OpenVerification(serial: serials.verification, holder: holder)
      plan(.follow(.resolve(open)), at: officeTime(afterWorkingDays: random.within(1...12)))
    }
    return record(
      id, by: requester,
      VerificationRaised(
        verification: id, entry: identifier(of: catalogue.entry(in: slot), holder),
        requester: code(requester), problem: random.pick(ManagementTexts.problems),
        receivedAt: now.instant))
  }

  mutating func resolve(_ verification: OpenVerification) -> Record {
    let id = identifiers("VE-", verification.serial)
    let isCorrected = random.chance(700)
    var data = VerificationResolved(
      verification: id, outcome: isCorrected ? .corrected : .confirmed)
    if !isCorrected { data.explanation = random.pick(ManagementTexts.explanations) }
    let doer = doer(verification.holder, unless: .verificationByAnother)
    return record(
      identifiers("VE-", verification.serial, ".done"), by: doer, data, causation: id)
  }

  // MARK: Quality

  mutating func assessQuality() -> Record {
    guard let slot = anyEntry() else { return registerAnother(of: anyBody()) }
    follow(slot)
    serials.quality += 1
    let holder = catalogue[slot].body
    let assessor = authority(of: holder)
    return record(
      identifiers("Q-", serials.quality), by: assessor,
      QualityAssessed(
        entry: identifier(of: catalogue.entry(in: slot), holder), accuracy: score(82),
        assessor: code(assessor), completeness: score(75), timeliness: score(60),
        usability: score(70)))
  }

  /// A mark of up to a hundred.
  private mutating func score(_ least: Int) -> Int64 { Int64(random.within(least...100)) }
}
