import LedgerCore

/// Share requests, their answers and withdrawals (art. 23).
extension History {
  /// What becomes of a request.
  private enum Fate {
    case answered
    case answeredLate
    case neverAnswered
    case withdrawn
    case withdrawnLate
    /// A reply that was on its way when the request was withdrawn.
    case crossed
  }

  private static let fate = WeightedChoice<Fate>([
    (.answered, 910), (.answeredLate, 45), (.neverAnswered, 9), (.withdrawn, 28),
    (.withdrawnLate, 4), (.crossed, 4),
  ])

  mutating func request() -> Record {
    guard let slot = entryToRequest() else {
      return registerAnother(of: anyBody(), sharing: .conditional)
    }
    precedeChanges(of: slot)
    serials.request += 1
    let id = identifiers("SR-", serials.request)
    let holder = catalogue[slot].body
    let requester = anyActor(but: holder)
    let received = timeOfReceipt()
    let purpose = random.below(SharingTexts.purposes.count)
    let asksForItems = breach == .useOfOtherItems || random.chance(300)
    let items = asksForItems ? random.pick(attributes(of: slot).selections) : nil
    planAnswer(
      to: OpenRequest(
        serial: serials.request, holder: holder, requester: requester, purpose: purpose,
        items: items, receivedOn: received.day))
    let data = ShareRequested(
      request: id, entry: identifier(of: catalogue.entry(in: slot), holder),
      requester: directory.bodies[requester].code, purpose: SharingTexts.purposes[purpose],
      legalBasis: random.pick(SharingTexts.dutyBases),
      items: items, receivedAt: received.instant)
    return record(id, by: requester, .shareRequested(data))
  }

  /// An entry that is shared conditionally; where a request is to come to an unlawful act, one of a
  /// department's, and of what is shared unconditionally when the act is about that.
  private mutating func entryToRequest() -> Int? {
    guard let breach else { return catalogue.requestable(&random) }
    let directory = directory
    let sharing =
      breach == .replyByAnotherForOpenlyShared ? SharingType.unconditional : .conditional
    return anyEntry { $0.sharing == sharing && directory.isAnswerable($0.body) }
      ?? catalogue.requestable(&random)
  }

  /// Most requests are received as they are made; some wait for the platform a few seconds.
  private mutating func timeOfReceipt() -> HistoryTime {
    guard random.chance(150) else { return now }
    return min(span.end, now.adding(milliseconds: random.within(200...8000)))
  }

  private mutating func planAnswer(to request: OpenRequest) {
    let day = request.receivedOn
    let soon = now.adding(minutes: random.within(10...240))
    guard breach == nil else {
      return plan(.reply(request), at: max(soon, timeInTime(from: day, .reply)))
    }
    switch Self.fate(&random) {
    case .answered: plan(.reply(request), at: max(soon, timeInTime(from: day, .reply)))
    case .answeredLate: plan(.reply(request), at: timeLate(from: day, .reply))
    case .neverAnswered: break
    case .withdrawn:
      let time = officeTime(afterWorkingDays: random.within(1...9))
      plan(.withdraw(request, replyFollows: false), at: time)
    case .withdrawnLate:
      let time = officeTime(afterWorkingDays: random.within(12...25))
      plan(.withdraw(request, replyFollows: false), at: time)
    case .crossed:
      let time = officeTime(afterWorkingDays: random.within(2...10))
      plan(.withdraw(request, replyFollows: true), at: time)
    }
  }

  mutating func reply(to request: OpenRequest) -> Record {
    let asked = identifiers("SR-", request.serial)
    let refuses = isRefused()
    // Art. 23: a refusal states its reasons. Only imports hold some that do not.
    let reasons =
      refuses && !lapses(.refusalWithoutReasons) ? random.pick(SharingTexts.refusals) : nil
    let terms = !refuses && random.chance(700) ? random.pick(SharingTexts.terms) : nil
    planUse(of: request, agreed: !refuses && !request.isWithdrawn)
    var data = ShareReplied(
      request: asked, decision: refuses ? .refused : .agreed, terms: terms, reasons: reasons)
    if !refuses, let items = request.items, random.chance(200) {
      data.decision = .partlyAgreed
      data.items = Array(items.dropLast())
      data.reasons = random.pick(SharingTexts.partialRefusals)
    }
    let isByAnother = lapses(.replyByAnother) || lapses(.replyByAnotherForOpenlyShared)
    return record(
      identifiers("SR-", request.serial, ".reply"),
      by: isByAnother ? another(than: request.holder) : request.holder, .shareReplied(data),
      correlation: asked, causation: asked)
  }

  /// Whether a request is refused: a few are, and those that come to what only a refusal leads to.
  private mutating func isRefused() -> Bool {
    guard let breach else { return random.chance(80) }
    return breach == .refusalWithoutReasons || breach == .useWithoutAgreement
  }

  /// The holder ends what it granted.
  mutating func revoke(_ request: OpenRequest) -> Record {
    let asked = identifiers("SR-", request.serial)
    let data = ShareRevoked(request: asked, reason: random.pick(SharingTexts.revocations))
    return record(
      identifiers("SR-", request.serial, ".revoked"), by: request.holder, .shareRevoked(data),
      correlation: asked, causation: asked)
  }

  /// The requester gives back what was granted.
  mutating func relinquish(_ request: OpenRequest) -> Record {
    let asked = identifiers("SR-", request.serial)
    let data = ShareRelinquished(request: asked, reason: random.pick(SharingTexts.relinquishments))
    return record(
      identifiers("SR-", request.serial, ".relinquished"), by: request.requester,
      .shareRelinquished(data), correlation: asked, causation: asked)
  }

  mutating func withdraw(_ request: OpenRequest, _ replyFollows: Bool) -> Record {
    if replyFollows {
      var withdrawn = request
      withdrawn.isWithdrawn = true
      plan(.reply(withdrawn), at: now.adding(minutes: random.within(3...300)))
    }
    let asked = identifiers("SR-", request.serial)
    let data = ShareWithdrawn(request: asked, reason: random.pick(SharingTexts.withdrawals))
    return record(
      identifiers("SR-", request.serial, ".withdrawn"), by: request.requester,
      .shareWithdrawn(data), correlation: asked, causation: asked)
  }
}
