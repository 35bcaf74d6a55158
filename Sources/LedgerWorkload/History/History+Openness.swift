import LedgerCore

/// Opening of data to the public (arts. 24 and 25), and its use by those who applied (art. 28).
extension History {
  /// An entry is published within its scope of openness; in an import now and then beyond it.
  mutating func publish() -> Record {
    let isBeyond = lapses(.publicationBeyondScope)
    let directory = directory
    let isAny = breach == nil
    let found = anyEntry {
      (isBeyond ? $0.openness != .unconditional : $0.openness != .notOpen)
        && (isAny || directory.isAnswerable($0.body))
    }
    guard let slot = found else { return request() }
    precedeChanges(of: slot)
    serials.publication += 1
    let body = catalogue[slot].body
    let isOnApplication =
      !isBeyond && (catalogue[slot].openness == .onApplication || random.chance(100))
    return record(
      identifiers("OP-", serials.publication), by: body,
      OpenPublished(
        entry: identifier(of: catalogue.entry(in: slot), body),
        mode: isOnApplication ? .onApplication : .unconditional,
        site: divisionName(of: platformAuthority(of: body)) + WorksTexts.openDataSite))
  }

  /// Someone applies for data that is open on application.
  mutating func applyForOpenData() -> Record {
    let directory = directory
    let isAny = breach == nil
    let found = anyEntry {
      $0.openness == .onApplication && (isAny || directory.isAnswerable($0.body))
    }
    guard let slot = found else { return request() }
    follow(slot)
    serials.application += 1
    let id = identifiers("OA-", serials.application)
    let holder = catalogue[slot].body
    let purpose = random.below(OpennessTexts.purposes.count)
    if serials.application == 1 || leads(960) {
      let open = OpenApplication(serial: serials.application, holder: holder, purpose: purpose)
      planReply(to: open)
    }
    return record(
      id, by: holder,
      OpenApplied(
        application: id, entry: identifier(of: catalogue.entry(in: slot), holder),
        applicant: random.pick(OpennessTexts.applicants), purpose: OpennessTexts.purposes[purpose],
        receivedAt: now.instant))
  }

  /// Some need more time, and the applicant is told so before the period ends.
  private mutating func planReply(to application: OpenApplication) {
    switch breach {
    case .lapseWithoutRequest:
      return plan(
        .follow(.lapse(application)), at: officeTime(afterWorkingDays: random.within(8...18)))
    case .correctionByAnother:
      plan(
        .follow(.askForCorrection(application)),
        at: officeTime(afterWorkingDays: random.within(1...5)))
    default: break
    }
    let isExtended = breach == nil && (application.serial == 1 || random.chance(80))
    if isExtended {
      plan(
        .follow(.extendReply(application)),
        at: officeTime(afterWorkingDays: random.within(10...18)))
    }
    let days = isExtended ? random.within(20...38) : random.within(2...19)
    plan(.follow(.replyToApplicant(application)), at: officeTime(afterWorkingDays: days))
  }

  mutating func extendReply(to application: OpenApplication) -> Record {
    let id = identifiers("OA-", application.serial)
    return record(
      identifiers("OA-", application.serial, ".extension"), by: application.holder,
      OpenExtended(
        application: id, consentedBy: OpennessTexts.consent, days: 20,
        reason: random.pick(OpennessTexts.extensions)), causation: id)
  }

  mutating func reply(to application: OpenApplication) -> Record {
    let id = identifiers("OA-", application.serial)
    let decisions: [OpenReplied.Decision] = [
      .agreed, .agreed, .agreed, .agreed, .partlyAgreed, .refused,
    ]
    let decision: OpenReplied.Decision =
      switch breach {
      case nil: application.serial == 1 ? .agreed : random.pick(decisions)
      case .openUseAfterRefusal: .refused
      default: .agreed
      }
    let isUsed =
      decision == .refused ? lapses(.openUseAfterRefusal) : application.serial == 1 || leads(650)
    if isUsed {
      let days = breach == nil ? 10...90 : 5...40
      plan(.follow(.reportUse(application)), at: officeTime(afterWorkingDays: random.within(days)))
    }
    var data = OpenReplied(application: id, decision: decision)
    if decision != .agreed { data.reasons = random.pick(OpennessTexts.reasons) }
    return record(
      identifiers("OA-", application.serial, ".reply"),
      by: doer(application.holder, unless: .openReplyByAnother), data, causation: id)
  }

  /// The applicant's use is as applied for; in an import now and then it is another.
  mutating func reportUse(_ application: OpenApplication) -> Record {
    let id = identifiers("OA-", application.serial)
    let purposes = OpennessTexts.purposes
    let purpose =
      lapses(.openUseForAnotherPurpose)
      ? (application.purpose + 1) % purposes.count : application.purpose
    return record(
      identifiers("OA-", application.serial, ".use"), by: application.holder,
      OpenUseReported(application: id, purpose: purposes[purpose]), causation: id)
  }
}
