import WorkingDays

/// Reading an event that is written plainly (`LeafCursor`), as `Event(leaf:)` would, key by key.
///
/// What is accepted here is a subset of what that reader accepts; a test holds the two together.
extension EventView {
  /// Reads the event whose leaf ends at `end`; `nil` when it is not plain.
  ///
  /// - Parameter lists: takes the entries that an update trigger lists, and the values of acts.
  init?(plain cursor: inout LeafCursor, endingAt end: Int, lists: inout Lists) {
    // `data` comes before `type`, which stands near the end: what is found there is confirmed when
    // the cursor gets there.
    guard let type = cursor.type(ofLeafEndingAt: end),
      cursor.take(#"{"actor":""#), let actor = cursor.bodyCode(),
      cursor.takeOptionalIdentifier(#"","causation":""#),
      cursor.takeOptionalIdentifier(#"","correlation":""#),
      cursor.take(#"","data":{"#), let data = cursor.data(type, by: actor, &lists),
      cursor.take(#"},"id":""#), let id = cursor.identifier(),
      cursor.take(#"","occurredAt":""#), let occurredAt = cursor.instant(),
      cursor.take(#"","position":"#), let position = cursor.integer(),
      cursor.take(#","recordedAt":""#), let recordedAt = cursor.instant(),
      cursor.take(#"","schema":1,"#), let sourceRecordedAt = cursor.sourceRecordedAt(),
      cursor.take(#""stream":""#), cursor.takeStream(type, data.subject),
      cursor.take(#"","type":""#), cursor.take(type),
      cursor.take(#","version":"#), let version = cursor.integer(),
      cursor.take("}"), cursor.at == end
    else { return nil }
    self.init(
      position: position, version: version, occurredAt: occurredAt, recordedAt: recordedAt,
      knownAt: sourceRecordedAt.instant ?? recordedAt,
      isImported: sourceRecordedAt.instant != nil, id: id, subject: data.subject,
      act: data.act)
  }
}

private typealias PlainData = (subject: TextRange, act: EventView.Act)

// MARK: - The envelope

extension LeafCursor {
  /// The types that are read here, the frequent ones first.
  fileprivate enum PlainType {
    case shareRequested, shareReplied, entryRegistered, entryRevised, updateTriggered
    case triggerReviewed, incidentReported, projectReviewed, shareWithdrawn, projectSubmitted
    case catalogFiled, projectStarted, incidentDetected, incidentRemedied, entryRetired
    case act(ActForm)
  }

  /// The type that a leaf names before its version, which ends it.
  fileprivate func type(ofLeafEndingAt end: Int) -> PlainType? {
    // The shortest event is longer than this by far.
    guard end - at > 100 else { return nil }
    var last = end - 2
    while last > at, 0x30...0x39 ~= bytes[last] { last -= 1 }
    let key: StaticString = #"","version":"#
    var probe = LeafCursor(bytes, at: last + 1 - key.utf8CodeUnitCount)
    guard last > at + 60, probe.isNext(key) else { return nil }
    let close = probe.at
    var open = close - 1
    while bytes[open] != 0x22, close - open < 40 { open -= 1 }
    probe = LeafCursor(bytes, at: open + 1)
    return probe.type()
  }

  private func type() -> PlainType? {
    if isNext(#"share.re"#) {
      if isNext(#"share.requested""#) { return .shareRequested }
      return isNext(#"share.replied""#) ? .shareReplied : nil
    }
    if isNext(#"catalog.entry-re"#) {
      if isNext(#"catalog.entry-registered""#) { return .entryRegistered }
      if isNext(#"catalog.entry-revised""#) { return .entryRevised }
      return isNext(#"catalog.entry-retired""#) ? .entryRetired : nil
    }
    if isNext(#"catalog.update-triggered""#) { return .updateTriggered }
    if isNext(#"catalog.trigger-reviewed""#) { return .triggerReviewed }
    if isNext(#"incident.reported""#) { return .incidentReported }
    if isNext(#"project.reviewed""#) { return .projectReviewed }
    if isNext(#"share.withdrawn""#) { return .shareWithdrawn }
    if isNext(#"project.submitted""#) { return .projectSubmitted }
    if isNext(#"catalog.filed""#) { return .catalogFiled }
    if isNext(#"project.started""#) { return .projectStarted }
    if isNext(#"incident.detected""#) { return .incidentDetected }
    if isNext(#"incident.remedied""#) { return .incidentRemedied }
    return form().map { .act($0) }
  }

  /// Moves past the type and its closing quote.
  fileprivate mutating func take(_ type: PlainType) -> Bool {
    switch type {
    case .shareRequested: take(#"share.requested""#)
    case .shareReplied: take(#"share.replied""#)
    case .shareWithdrawn: take(#"share.withdrawn""#)
    case .entryRegistered: take(#"catalog.entry-registered""#)
    case .entryRevised: take(#"catalog.entry-revised""#)
    case .entryRetired: take(#"catalog.entry-retired""#)
    case .updateTriggered: take(#"catalog.update-triggered""#)
    case .triggerReviewed: take(#"catalog.trigger-reviewed""#)
    case .catalogFiled: take(#"catalog.filed""#)
    case .incidentDetected: take(#"incident.detected""#)
    case .incidentRemedied: take(#"incident.remedied""#)
    case .incidentReported: take(#"incident.reported""#)
    case .projectSubmitted: take(#"project.submitted""#)
    case .projectReviewed: take(#"project.reviewed""#)
    case .projectStarted: take(#"project.started""#)
    case .act(let form): take(form.typeInLeaf)
    }
  }

  fileprivate mutating func takeStream(_ type: PlainType, _ subject: TextRange) -> Bool {
    let isCategory =
      switch type {
      case .shareRequested, .shareReplied, .shareWithdrawn: take("share-request/")
      case .entryRegistered, .entryRevised, .entryRetired: take("catalog-entry/")
      case .updateTriggered, .triggerReviewed: take("update-trigger/")
      case .catalogFiled: take("catalog/")
      case .incidentDetected, .incidentRemedied, .incidentReported: take("incident/")
      case .projectSubmitted, .projectReviewed, .projectStarted: take("project/")
      case .act(let form): take(form.streamInLeaf)
      }
    return isCategory && take(sameAs: subject)
  }

  fileprivate mutating func takeOptionalIdentifier(_ key: StaticString) -> Bool {
    !take(key) || identifier() != nil
  }

  /// The instant, if there is one; `nil` when there is something else.
  fileprivate mutating func sourceRecordedAt() -> (instant: Instant?, Void)? {
    guard take(#""sourceRecordedAt":""#) else { return (nil, ()) }
    guard let instant = instant(), take(#"","#) else { return nil }
    return (instant, ())
  }
}

// MARK: - The data

extension LeafCursor {
  fileprivate mutating func data(
    _ type: PlainType, by actor: BodyCode, _ lists: inout EventView.Lists
  ) -> PlainData? {
    switch type {
    case .act(let form): act(form, by: actor, &lists.values)
    case .shareRequested: shareRequested()
    case .shareReplied: shareReplied()
    case .shareWithdrawn: shareWithdrawn()
    case .entryRegistered: entryRegistered()
    case .entryRevised: entryRevised()
    case .entryRetired: entryRetired()
    case .updateTriggered: updateTriggered(&lists.entries)
    case .triggerReviewed: triggerReviewed()
    case .catalogFiled: catalogFiled()
    case .incidentDetected: incidentDetected()
    case .incidentRemedied: incidentRemedied()
    case .incidentReported: incidentReported()
    case .projectSubmitted: projectSubmitted()
    case .projectReviewed: projectReviewed()
    case .projectStarted: projectStarted()
    }
  }

  private mutating func act(
    _ form: ActForm, by actor: BodyCode, _ values: inout [EventView.Value]
  ) -> PlainData? {
    let first = values.count
    guard let subject = members(of: form, &values) else { return nil }
    return (subject, .acted(EventView.ActView(form.type, by: actor, first..<values.count)))
  }

  private mutating func shareRequested() -> PlainData? {
    guard take(#""entry":""#), let entry = identifier() else { return nil }
    if take(#"","items":["#) {
      let areItems = list { $0.quoted { $0.text() } }
      guard areItems, take(#"],"legalBasis":""#) else { return nil }
    } else {
      guard take(#"","legalBasis":""#) else { return nil }
    }
    guard text() != nil, take(#"","purpose":""#), let purpose = text(),
      take(#"","receivedAt":""#), let receivedAt = instant(),
      take(#"","request":""#), let request = identifier(),
      take(#"","requester":""#), let requester = bodyCode(), take("\"")
    else { return nil }
    return (
      request,
      .shareRequested(
        entry: entry, receivedAt: receivedAt, purpose: purpose, requester: requester)
    )
  }

  private mutating func shareReplied() -> PlainData? {
    let decision: ShareDecision
    if take(#""decision":"agreed""#) {
      decision = .agreed
    } else {
      guard take(#""decision":"refused""#) else { return nil }
      decision = .refused
    }
    let hasReasons = take(#","reasons":""#)
    if hasReasons { guard text() != nil, take("\"") else { return nil } }
    guard take(#","request":""#), let request = identifier(), take("\"") else { return nil }
    if take(#","terms":""#) { guard text() != nil, take("\"") else { return nil } }
    return (request, .shareReplied(decision, hasReasons: hasReasons))
  }

  private mutating func shareWithdrawn() -> PlainData? {
    guard take(#""reason":""#), text() != nil, take(#"","request":""#),
      let request = identifier(), take("\"")
    else { return nil }
    return (request, .shareWithdrawn)
  }

  private mutating func entryRegistered() -> PlainData? {
    guard take(#""classification":""#), text() != nil,
      take(#"","department":""#), let department = bodyCode(),
      take(#"","entry":""#), let entry = identifier(),
      take(#"","fields":["#), fields(),
      take(#"],"format":""#), text() != nil, takeOptionalText(#"","legalBasis":""#),
      take(#"","name":""#), text() != nil,
      take(#"","openness":""#), let openness = openness(), takeOrigin(),
      take(#","sharing":""#), let sharing = sharing(),
      take(#","sharingMode":""#), text() != nil, take(#"","updateCycle":""#), text() != nil,
      take(#"","useRequirements":""#), text() != nil, take("\"")
    else { return nil }
    return (entry, .entryRegistered(department: department, sharing, openness))
  }

  private mutating func fields() -> Bool {
    list { cursor in
      guard cursor.take(#"{"name":""#), let name = cursor.text(),
        cursor.take(#"","type":""#), cursor.text() != nil, cursor.take(#""}"#)
      else { return nil }
      return name
    }
  }

  private mutating func openness() -> Openness? {
    if take(#"notOpen""#) { return .notOpen }
    if take(#"onApplication""#) { return .onApplication }
    return take(#"unconditional""#) ? .unconditional : nil
  }

  /// Where the data comes from, if it is said.
  private mutating func takeOrigin() -> Bool {
    guard take(#","origin":""#) else { return true }
    return take(#"produced""#) || take(#"obtained""#) || take(#"collectedByThirdParty""#)
      || take(#"authorised""#) || take(#"system""#)
  }

  private mutating func sharing() -> SharingType? {
    if take(#"conditional""#) { return .conditional }
    if take(#"unconditional""#) { return .unconditional }
    return take(#"notShared""#) ? .notShared : nil
  }

  private mutating func takeOptionalText(_ key: StaticString) -> Bool {
    !take(key) || text() != nil
  }

  /// A revision may change any keys: each is asked for in turn.
  private mutating func entryRevised() -> PlainData? {
    var changes = 0
    var department: BodyCode?
    var sharing: SharingType?
    var trigger: TextRange?
    guard changedText(#""classification":""#, &changes) else { return nil }
    if changes > 0 { guard take(",") else { return nil } }
    if take(#""department":""#) {
      guard let code = bodyCode(), take(#"","#) else { return nil }
      department = code
      changes += 1
    }
    guard take(#""entry":""#), let entry = identifier(), take("\"") else { return nil }
    if take(#","fields":["#) {
      guard fields(), take("]") else { return nil }
      changes += 1
    }
    guard changedText(#","format":""#, &changes), changedText(#","legalBasis":""#, &changes),
      changedText(#","name":""#, &changes)
    else { return nil }
    var openness: Openness?
    if take(#","openness":""#) {
      guard let scope = self.openness() else { return nil }
      openness = scope
      changes += 1
    }
    if take(#","sharing":""#) {
      guard let type = self.sharing() else { return nil }
      sharing = type
      changes += 1
    }
    guard changedText(#","sharingMode":""#, &changes) else { return nil }
    if take(#","trigger":""#) {
      guard let id = identifier(), take("\"") else { return nil }
      trigger = id
    }
    guard changedText(#","updateCycle":""#, &changes),
      changedText(#","useRequirements":""#, &changes), changes > 0 || trigger != nil
    else { return nil }
    return (entry, .entryRevised(department: department, sharing, openness, trigger: trigger))
  }

  private mutating func changedText(_ key: StaticString, _ changes: inout Int) -> Bool {
    guard take(key) else { return true }
    changes += 1
    return text() != nil && take("\"")
  }

  private mutating func entryRetired() -> PlainData? {
    guard take(#""entry":""#), let entry = identifier(), take(#"","reason":""#), text() != nil
    else { return nil }
    var trigger: TextRange?
    if take(#"","trigger":""#) {
      guard let id = identifier() else { return nil }
      trigger = id
    }
    return take("\"") ? (entry, .entryRetired(trigger: trigger)) : nil
  }

  private mutating func updateTriggered(_ entries: inout [TextRange]) -> PlainData? {
    guard take(#""department":""#), let department = bodyCode(),
      take(#"","effectiveOn":""#), let effectiveOn = date(), take(#"","entries":["#)
    else { return nil }
    let first = entries.count
    if !isNext("]") {
      let areEntries = list { cursor in
        let entry = cursor.quoted { $0.identifier() }
        if let entry { entries.append(entry) }
        return entry
      }
      guard areEntries else { return nil }
    }
    guard take(#"],"instrument":""#), text() != nil, take(#"","kind":""#),
      take(#"lawAmended"#) || take(#"functionsChanged"#)
    else { return nil }
    var promulgatedOn: CivilDate?
    if take(#"","promulgatedOn":""#) {
      guard let date = date() else { return nil }
      promulgatedOn = date
    }
    guard take(#"","trigger":""#), let trigger = identifier(), !contains("/", trigger),
      take("\"")
    else { return nil }
    return (
      trigger,
      .updateTriggered(
        department: department, promulgatedOn: promulgatedOn, effectiveOn: effectiveOn,
        entries: first..<entries.count)
    )
  }

  private func contains(_ character: Unicode.Scalar, _ range: TextRange) -> Bool {
    let start = Int(range.start)
    return (start..<start + Int(range.count)).contains { bytes[$0] == UInt8(ascii: character) }
  }

  private mutating func triggerReviewed() -> PlainData? {
    var entry: TextRange?
    if take(#""entry":""#) {
      guard let id = identifier(), take(#"","#) else { return nil }
      entry = id
    }
    guard take(#""outcome":"noChangeNeeded","reason":""#), text() != nil,
      take(#"","trigger":""#), let trigger = identifier(), take("\"")
    else { return nil }
    return (trigger, .triggerReviewed(entry: entry))
  }

  private mutating func catalogFiled() -> PlainData? {
    guard take(#""authority":""#), bodyCode() != nil, take(#"","department":""#),
      case let start = at, let department = bodyCode(), case let end = at,
      take(#"","entries":["#), list({ $0.quoted { $0.identifier() } }), take("]")
    else { return nil }
    return (TextRange(start, end), .catalogFiled(department: department))
  }

  private mutating func incidentDetected() -> PlainData? {
    guard take(#""department":""#), let department = bodyCode(),
      take(#"","incident":""#), let incident = identifier(), take(#"","kind":""#),
      take("leak") || take("damage") || take("loss") || take("risk"),
      take(#"","summary":""#), text() != nil, take("\"")
    else { return nil }
    // One that is graded is for the other reader.
    return (incident, .incidentDetected(department: department, ActFacts(nil, nil)))
  }

  private mutating func incidentRemedied() -> PlainData? {
    guard take(#""incident":""#), let incident = identifier(), take(#"","measures":""#),
      text() != nil, take("\"")
    else { return nil }
    return (incident, .incidentRemedied)
  }

  private mutating func incidentReported() -> PlainData? {
    guard take(#""incident":""#), let incident = identifier(), take(#"","recipient":""#),
      bodyCode() != nil, take(#"","recipientKind":""#)
    else { return nil }
    if take(#"dataAuthority""#) { return (incident, .incidentReported(.dataAuthority)) }
    return take(#"cyberspaceAuthority""#)
      ? (incident, .incidentReported(.cyberspaceAuthority)) : nil
  }

  private mutating func projectSubmitted() -> PlainData? {
    guard take(#""department":""#), let department = bodyCode(),
      take(#"","fixedAssetInvestment":"#), let investment = bool(), take(#","kind":""#),
      take("develop") || take("maintain") || take("purchase"),
      take(#"","name":""#), text() != nil, take(#"","project":""#), let project = identifier(),
      take(#"","stateSubsidy":"#), let subsidy = bool()
    else { return nil }
    return (
      project,
      .projectSubmitted(department: department, isUnderInvestmentLaw: investment || subsidy)
    )
  }

  private mutating func projectReviewed() -> PlainData? {
    guard take(#""authority":""#), let authority = bodyCode(), take(#"","outcome":""#),
      let outcome = outcome(), take(#"","project":""#), let project = identifier()
    else { return nil }
    guard takeOptionalText(#"","reasons":""#), take("\"") else { return nil }
    return (project, .projectReviewed(authority: authority, outcome))
  }

  private mutating func outcome() -> ProjectOutcome? {
    if take("approved") { return .approved }
    if take("rejected") { return .rejected }
    return take("returned") ? .returned : nil
  }

  private mutating func projectStarted() -> PlainData? {
    guard take(#""project":""#), let project = identifier(), take("\"") else { return nil }
    return (project, .projectStarted)
  }
}
