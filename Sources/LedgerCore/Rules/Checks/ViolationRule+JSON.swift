extension ViolationRule {
  private static let common = ["rule", "article", "check", "text", "message"]

  /// Reads a rule of a rule book's document.
  ///
  /// - Throws: `malformed`, with the path of the fault.
  init(document: DocumentReader) throws(LedgerError) {
    self.init(
      id: try document["rule"].ruleName(), article: try document["article"].articleNumber(),
      grade: try document.optional("grade")?.choice() ?? .violation, check: try Check(document),
      text: try document["text"].bilingual(),
      message: try document["message"].bilingual(),
      reading: try document.optional("reading")?.bilingual())
  }

  /// Requires an object with the members of every rule, and some of its own.
  fileprivate static func shape(
    _ document: DocumentReader, _ own: String..., optional: [String] = []
  ) throws(LedgerError) {
    try document.object(common + own, optional: optional + ["grade", "reading"])
  }
}

extension ViolationRule.Check {
  /// The checks that have no parameters.
  private static let plain: [Self] = [
    .refusalWithoutReasons, .startedWithoutApproval, .reviewedByAnotherAuthority,
    .secondAuthority, .secondSource, .usedWithoutAgreement, .openedBeyondScope,
    .filedWithAnother, .incompleteEntry, .restrictedWithoutBasis, .usedAfterRefusal, .usedAfterEnd,
    .usedBeyondItems,
    .lapsedWithoutRequest, .nodeWithoutPlan, .mergedElsewhere, .deployedWithoutApproval,
    .boughtWithoutApproval, .cataloguedElsewhere, .afterEnd,
  ]
  private static let others = ["anotherPurpose", "reservedAct", "withoutEarlier", "againstSharing"]

  fileprivate init(_ document: DocumentReader) throws(LedgerError) {
    // A rule without a check is faulty as a whole.
    if document.optional("check") == nil { try ViolationRule.shape(document) }
    let name = try document["check"].text()
    if let plain = Self.plain.first(where: { $0.name == name }) {
      try ViolationRule.shape(document)
      self = plain
      return
    }
    switch name {
    case "anotherPurpose":
      try ViolationRule.shape(document, "act")
      self = .anotherPurpose(try document["act"].act(among: [.dataUsed, .openUseReported]))
    case "reservedAct": self = .reservedAct(try Self.reservedActs(document))
    case "withoutEarlier": self = .withoutEarlier(try .init(document))
    case "againstSharing": self = .againstSharing(try .init(document))
    default:
      throw document["check"].fault(
        "one of " + (Self.plain.map(\.name) + Self.others).joined(separator: ", "))
    }
  }

  private static func reservedActs(
    _ document: DocumentReader
  ) throws(LedgerError) -> [ViolationRule.ReservedAct] {
    try ViolationRule.shape(document, "acts")
    var acts: [ViolationRule.ReservedAct] = []
    for element in try document["acts"].elements(orNone: false) { acts.append(try .init(element)) }
    return acts
  }
}

extension ViolationRule.ReservedAct {
  fileprivate init(_ document: DocumentReader) throws(LedgerError) {
    try document.object(
      ["act", "by"], optional: ["choices", "kinds", "levels", "ofOwnDivision"])
    let act = try document["act"].furtherAct()
    var choices: [String] = []
    for element in try document.optional("choices")?.elements(orNone: false) ?? [] {
      choices.append(try element.choice(of: act))
    }
    let isOfOwnDivision = try document.optional("ofOwnDivision")?.bool() ?? false
    if isOfOwnDivision, act.form.checkedKeys.division == nil {
      throw document["ofOwnDivision"].fault("an act that names a division")
    }
    self.init(
      act: act, by: try document["by"].body(of: act), choices: choices,
      kinds: try document.optional("kinds")?.choices() ?? [],
      levels: try document.optional("levels")?.choices() ?? [], isOfOwnDivision: isOfOwnDivision)
    if kinds.isEmpty, levels.isEmpty, !isOfOwnDivision {
      throw document.fault("the kinds or levels to which the act is reserved")
    }
  }
}

extension ViolationRule.Precondition {
  fileprivate init(_ document: DocumentReader) throws(LedgerError) {
    try ViolationRule.shape(
      document, "act", "by", "earlier", optional: ["levels", "choice", "authority"])
    let act = try document["act"].furtherAct()
    let earlier = try document["earlier"].furtherAct()
    guard act.form.category == earlier.form.category, act != earlier else {
      throw document["earlier"].fault("another act on what \(act.rawValue) is about")
    }
    self.init(
      act: act, by: try document["by"].body(of: act),
      levels: try document.optional("levels")?.choices() ?? [], earlier: earlier,
      choice: try document.optional("choice")?.choice(of: earlier),
      authority: try document.optional("authority")?.body(of: earlier))
  }
}

extension ViolationRule.SharingBar {
  fileprivate init(_ document: DocumentReader) throws(LedgerError) {
    try ViolationRule.shape(
      document, "act", "by", "sharing", optional: ["ofAnother", "exception"])
    let act = try document["act"].furtherAct()
    guard act.form.namesEntryOnce else {
      throw document["act"].fault("an act that begins something about an entry")
    }
    var exception: DataKey?
    if let document = document.optional("exception") {
      exception = DataKey(named: try document.text())
      guard let exception, act.form.checkedKeys.optionalTexts.contains(exception) else {
        throw document.fault("a text that \(act.rawValue) may have")
      }
    }
    self.init(
      act: act, by: try document["by"].body(of: act), sharing: try document["sharing"].choices(),
      isOfAnother: try document.optional("ofAnother")?.bool() ?? false,
      exception: exception)
  }
}

extension EventForm {
  /// Whether it begins something that is about a catalogue entry.
  var namesEntryOnce: Bool {
    act == .opens && keys.contains { $0.refersTo == .catalogEntry && !$0.isOptional }
  }
}

extension DocumentReader {
  fileprivate func act(among acts: [EventType]) throws(LedgerError) -> EventType {
    guard let act = EventType(rawValue: try text()), acts.contains(act) else {
      throw fault("one of " + acts.map(\.rawValue).joined(separator: ", "))
    }
    return act
  }

  /// An act beyond the contract's core.
  fileprivate func furtherAct() throws(LedgerError) -> EventType {
    guard let act = EventType(rawValue: try text()), !act.form.isCore else {
      throw fault("a type of event beyond the contract's core, such as plan.annual-set")
    }
    return act
  }

  /// A key of an act that names a body.
  fileprivate func body(of act: EventType) throws(LedgerError) -> DataKey {
    let keys = act.form.checkedKeys.bodies
    guard let key = DataKey(named: try text()), keys.contains(key) else {
      throw fault(
        "a key of \(act.rawValue) that names a body: "
          + keys.map(\.name).joined(separator: ", "))
    }
    return key
  }

  /// A choice that an act may make.
  fileprivate func choice(of act: EventType) throws(LedgerError) -> String {
    let names = act.form.checkedKeys.choice?.names ?? []
    let name = try text()
    guard names.contains(name) else {
      throw fault("a choice of \(act.rawValue): " + names.joined(separator: ", "))
    }
    return name
  }

  fileprivate func choices<Value: RawRepresentable<String> & CaseIterable>()
    throws(LedgerError) -> [Value]
  {
    var choices: [Value] = []
    for element in try elements(orNone: false) { choices.append(try element.choice()) }
    return choices
  }
}
