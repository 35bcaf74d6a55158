import WorkingDays

extension RuleBook {
  /// Reads a rule book's document.
  ///
  /// - Throws: `malformed`, with the path of the fault.
  public init(json: some Sequence<UInt8>) throws(LedgerError) {
    let document = DocumentReader(try JSONValue(parsing: json))
    try document.object(["schema", "book", "title", "inForceFrom", "obligations", "violations"])
    try document["schema"].constant("govledger.rule-book/1")
    guard let name = RuleBookName(try document["book"].text()) else {
      throw document["book"].fault("a name and version, such as order-329/1")
    }
    var obligations: [ObligationRule] = []
    for element in try document["obligations"].elements() {
      obligations.append(try ObligationRule(document: element))
    }
    var violations: [ViolationRule] = []
    for element in try document["violations"].elements() {
      violations.append(try ViolationRule(document: element))
    }
    try distinctRules(document)
    self.init(
      name: name, title: try document["title"].bilingual(),
      inForceFrom: try document["inForceFrom"].date(),
      obligations: obligations, violations: violations)
  }
}

/// A report names its findings by rule: two rules of one name could not be told apart.
private func distinctRules(_ document: DocumentReader) throws(LedgerError) {
  var seen = Set<String>()
  for list in ["obligations", "violations"] {
    for element in try document[list].elements() {
      let rule = element["rule"]
      let isNew = seen.insert(try rule.text()).inserted
      if !isNew { throw rule.fault("a rule of another name") }
    }
  }
}

extension ObligationRule {
  fileprivate init(document: DocumentReader) throws(LedgerError) {
    try document.object(
      [
        "rule", "article", "subject", "start", "workingDays", "countsStartDay", "startOnRestDay",
        "periodEnd", "calendar", "text",
      ], optional: ["closeOfBusinessAt"])
    self.init(
      id: try document["rule"].text(), article: try document["article"].text(),
      subject: try document["subject"].choice(), start: try Self.start(document),
      counting: try Self.counting(document), text: try document["text"].bilingual())
  }

  /// The start, which must be a day that the subject has.
  private static func start(_ document: DocumentReader) throws(LedgerError) -> Start {
    let subject: Subject = try document["subject"].choice()
    let start: Start = try document["start"].choice()
    let possible: [Start] =
      switch subject {
      case .updateTrigger: [.effectiveOn, .promulgatedOn, .occurredOn]
      case .shareRequest: [.receivedOn, .occurredOn]
      case .incidentReport: [.occurredOn]
      }
    guard possible.contains(start) else {
      let names = possible.map(\.rawValue).joined(separator: ", ")
      throw document["start"].fault("a day of \(subject.rawValue): \(names)")
    }
    return start
  }

  private static func counting(_ document: DocumentReader) throws(LedgerError) -> CountingRule? {
    let startOnRestDay: RestDay = try document["startOnRestDay"].choice()
    let calendar: Calendar = try document["calendar"].choice()
    let countsStartDay = try document["countsStartDay"].bool()
    let periodEnd = try Self.periodEnd(document)
    if document["workingDays"].value == .null { return nil }
    let workingDays = try document["workingDays"].integer()
    do {
      return try CountingRule(
        workingDays: workingDays, countsStartDay: countsStartDay,
        startOnRestDay: startOnRestDay == .countsFromNextWorkingDay
          ? .countsFromNextWorkingDay : .deemedReceivedNextWorkingDay,
        periodEnd: periodEnd,
        calendarBasis: calendar == .finallyInForce ? .finallyInForce : .knownWhenTheClockStarted)
    } catch {
      throw document["workingDays"].fault("\(error)")
    }
  }

  private enum RestDay: String, CaseIterable {
    case countsFromNextWorkingDay, deemedReceivedNextWorkingDay
  }

  private enum Calendar: String, CaseIterable { case finallyInForce, knownWhenTheClockStarted }

  private enum End: String, CaseIterable { case midnight, closeOfBusiness }

  private static func periodEnd(
    _ document: DocumentReader
  ) throws(LedgerError) -> CountingRule.PeriodEnd {
    let end: End = try document["periodEnd"].choice()
    guard end == .closeOfBusiness else {
      if let extra = document.optional("closeOfBusinessAt") {
        throw extra.fault("no such key: the period ends at midnight")
      }
      return .midnight
    }
    let time = document["closeOfBusinessAt"]
    let digits = Array(try time.text().utf8)
    guard digits.count == 5, digits[2] == UInt8(ascii: ":"),
      [0, 1, 3, 4].allSatisfy({ 0x30...0x39 ~= digits[$0] }),
      let hour = Int(String(decoding: digits[..<2], as: UTF8.self)), 0...23 ~= hour,
      let minute = Int(String(decoding: digits[3...], as: UTF8.self)), 0...59 ~= minute
    else { throw time.fault("a time of day, as HH:MM") }
    return .closeOfBusiness(hour: hour, minute: minute)
  }
}

extension ViolationRule {
  fileprivate init(document: DocumentReader) throws(LedgerError) {
    try document.object(["rule", "article", "check", "text", "message"])
    self.init(
      id: try document["rule"].text(), article: try document["article"].text(),
      check: try document["check"].choice(), text: try document["text"].bilingual(),
      message: try document["message"].bilingual())
  }
}
