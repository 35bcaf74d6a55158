import LedgerCore
import WorkingDays

/// Update triggers (art. 16): a law or a department's functions change, and it answers.
extension History {
  private static let entryCount = WeightedChoice<Int>([
    (0, 20), (1, 25), (2, 22), (3, 16), (4, 10), (5, 7),
  ])
  private static let answerKind = WeightedChoice<TriggerAnswer.Kind>([
    (.revise, 62), (.review, 35), (.retire, 3),
  ])

  /// A law that comes into force touches a department.
  mutating func trigger(by instrument: Int, for body: Int) -> Record {
    let law = Instrument.all[instrument]
    return trigger(
      body, .lawAmended, by: law.name, law.promulgatedOn, effectiveOn: law.effectiveOn,
      instrument: instrument)
  }

  /// A department's functions change.
  mutating func changeFunctions() -> Record {
    let delay = breach != nil || random.chance(500) ? 0 : random.below(30)
    return trigger(
      anyActor(), .functionsChanged, by: random.pick(Instrument.functionChanges), nil,
      effectiveOn: HistoryTime.date(ofDay: now.day + delay), instrument: nil)
  }

  private mutating func trigger(
    _ body: Int, _ kind: UpdateTriggerKind, by name: String, _ promulgatedOn: CivilDate?,
    effectiveOn: CivilDate, instrument: Int?
  ) -> Record {
    serials.trigger += 1
    let id = identifiers("T-", serials.trigger)
    let entries = someEntries(of: body, atMost: Self.entryCount(&random))
    for entry in entries { follow(entry.slot) }
    let from = max(now.day, HistoryTime.day(of: effectiveOn))
    planAnswers(to: serials.trigger, body, entries, instrument, from: from)
    var data = CatalogUpdateTriggered(
      trigger: id, department: directory.bodies[body].code, kind: kind, instrument: name,
      promulgatedOn: promulgatedOn, effectiveOn: effectiveOn,
      entries: entries.map { identifier(of: $0, body) })
    if breach == .updateSubmittedByAnother || breach == .updatePublishedByAnother {
      // Decree 809 asks of which level the change is.
      data.instrumentLevel = .functions
    }
    return record(id, by: body, .catalogUpdateTriggered(data))
  }

  private mutating func planAnswers(
    to trigger: Int, _ body: Int, _ entries: [EntryReference], _ instrument: Int?, from day: Int
  ) {
    func answer(_ number: Int, _ entry: EntryReference?, _ kind: TriggerAnswer.Kind) -> Act {
      .answer(
        TriggerAnswer(
          trigger: trigger, number: number, body: body, entry: entry, instrument: instrument,
          kind: kind))
    }
    switch breach {
    case .updateByAnother:
      return planAnswer(answer(1, nil, .review), at: timeInTime(from: day, .update))
    case .updateSubmittedByAnother, .updatePublishedByAnother:
      let update = OpenUpdate(trigger: trigger, body: body)
      plan(.follow(.submitUpdate(update)), at: officeTime(random.within(2...9), after: day))
    default: break
    }
    // One review for all, or one answer for each entry: at one sitting, or each in its time.
    guard !entries.isEmpty, !random.chance(120) else {
      let revises = entries.isEmpty && random.chance(300)
      let found = revises ? someEntries(of: body, atMost: 1).first : nil
      return planAnswer(answer(1, found, found == nil ? .review : .revise), at: answerTime(day))
    }
    let sitting = random.chance(700) ? answerTime(day) : nil
    for (index, entry) in entries.enumerated() {
      let time = sitting?.adding(minutes: index * random.within(2...9)) ?? answerTime(day)
      planAnswer(answer(index + 1, entry, Self.answerKind(&random)), at: time)
    }
  }

  private mutating func planAnswer(_ act: Act, at time: HistoryTime?) {
    guard let time else { return }
    plan(act, at: max(time, now.adding(minutes: random.within(5...180))))
  }

  /// When the answer to a trigger comes; `nil` for never.
  private mutating func answerTime(_ day: Int) -> HistoryTime? {
    switch random.below(1000) {
    case 0..<20: nil
    case 20..<70: timeLate(from: day, .update)
    default: timeInTime(from: day, .update)
    }
  }

  /// Revises or retires the entry if it still can, else finds that nothing is to be done.
  mutating func answer(_ answer: TriggerAnswer) -> Record {
    let trigger = identifiers("T-", answer.trigger)
    let id = answerIdentifier(answer)
    if let entry = answer.entry, catalogue.isCurrent(entry) {
      switch answer.kind {
      case .revise:
        return revise(entry.slot, answeringChange(answer, entry), as: id, for: trigger)
      case .retire where catalogue.canShrink:
        return retire(entry.slot, as: id, for: trigger)
      case .retire, .review:
        break
      }
    }
    let data = CatalogTriggerReviewed(
      trigger: trigger, entry: answer.entry.map { identifier(of: $0, answer.body) },
      reason: random.pick(CatalogueTexts.noChangeReasons))
    return record(
      id, by: doer(answer.body, unless: .updateByAnother), .catalogTriggerReviewed(data),
      correlation: trigger, causation: trigger)
  }

  private mutating func answerIdentifier(_ answer: TriggerAnswer) -> Identifier {
    switch answer.number {
    case 1: identifiers("T-", answer.trigger, ".a1")
    case 2: identifiers("T-", answer.trigger, ".a2")
    case 3: identifiers("T-", answer.trigger, ".a3")
    case 4: identifiers("T-", answer.trigger, ".a4")
    default: identifiers("T-", answer.trigger, ".a5")
    }
  }

  /// What a change of the law does to an entry.
  private mutating func answeringChange(
    _ answer: TriggerAnswer, _ entry: EntryReference
  ) -> CatalogEntryRevised {
    var revision = self.revision(of: entry.slot)
    revision.useRequirements = random.pick(CatalogueTexts.useRequirements)
    if let instrument = answer.instrument, catalogue[entry.slot].sharing != .unconditional {
      revision.legalBasis = Instrument.all[instrument].citation
    }
    if random.chance(200) { revision.fields = attributes(of: entry.slot).extended }
    return revision
  }
}
