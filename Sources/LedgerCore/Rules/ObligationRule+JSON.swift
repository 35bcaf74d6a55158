import WorkingDays

/// Reads a rule, part by part, and refuses what contradicts itself with the path of the fault.
extension ObligationRule {
  init(document: DocumentReader) throws(LedgerError) {
    try document.object(
      [
        "rule", "article", "duty", "trigger", "start", "period", "countsStartDay",
        "startOnRestDay", "periodEnd", "calendar", "dischargedBy", "text",
      ],
      optional: [
        "where", "each", "recipients", "obligated", "closeOfBusinessAt", "lastDayOnRestDay",
        "closedBy", "extension", "suspension", "restart", "onlyIfDone", "reading",
      ])
    let trigger: EventType = try document["trigger"].choice()
    guard let subject = Subject(trigger), trigger.isDoneOnce else {
      throw document["trigger"].fault("an act that is done once about what obligations are about")
    }
    let period = try Self.period(document)
    self.init(
      id: try document["rule"].ruleName(atMost: ViolationRule.longestDutyName),
      article: try document["article"].articleNumber(),
      duty: try document["duty"].dutyName(), subject: subject, trigger: trigger,
      conditions: try Self.conditions(document, trigger),
      parts: try Self.parts(document, trigger),
      obligated: try Self.obligated(document, trigger),
      start: try Self.start(document, trigger), period: period,
      dischargedBy: try document["dischargedBy"].acts(
        on: subject, [.catalogEntryRegistered, .catalogEntryRevised, .catalogEntryRetired]),
      closedBy: try document.optional("closedBy")?.acts(on: subject, [.catalogEntryRetired]) ?? [],
      extension: try Self.extension(document, subject),
      suspensions: try Self.suspensions(document, subject),
      restart: try Self.restart(document, subject),
      isOnlyIfDone: try document.optional("onlyIfDone")?.isTrue() ?? false,
      text: try document["text"].bilingual(),
      reading: try document.optional("reading")?.bilingual())
    try checkClock(document)
    try checkActs(document)
  }

  // MARK: The trigger

  private static func conditions(
    _ document: DocumentReader, _ trigger: EventType
  ) throws(LedgerError) -> [ActFacts] {
    guard let document = document.optional("where") else { return [] }
    let known = ActFacts.known(of: trigger)
    try document.object([], optional: known.keys.sorted())
    guard case .object(let members) = document.value, !members.isEmpty else {
      throw document.fault("at least one condition")
    }
    var conditions: [ActFacts] = []
    for (key, facts) in known.sorted(by: { $0.key < $1.key }) {
      guard let list = document.optional(key) else { continue }
      var wanted: ActFacts = []
      for name in try list.elements(orNone: false) {
        guard let fact = facts.first(where: { name.value == .string($0.name) })?.fact else {
          throw name.fault("one of " + facts.map(\.name).joined(separator: ", "))
        }
        if wanted.contains(fact) { throw name.fault("every value once") }
        wanted.insert(fact)
      }
      conditions.append(wanted)
    }
    return conditions
  }

  private enum Each: String, CaseIterable { case entry, recipient }

  private static func parts(
    _ document: DocumentReader, _ trigger: EventType
  ) throws(LedgerError) -> Parts {
    let each = try document.optional("each")?.choice() as Each?
    if each != .recipient, let recipients = document.optional("recipients") {
      throw recipients.fault("no such key: the rule is not for each recipient")
    }
    switch each {
    case nil: return .whole
    case .entry:
      guard trigger == .catalogUpdateTriggered else {
        throw document["each"].fault("no such key: only an update trigger lists entries")
      }
      return .entries
    case .recipient:
      guard trigger == .incidentDetected else {
        throw document["each"].fault("no such key: only an incident is reported to recipients")
      }
      var recipients: [ReportRecipient] = []
      for element in try document["recipients"].elements(orNone: false) {
        let recipient: ReportRecipient = try element.choice()
        if recipients.contains(recipient) { throw element.fault("every recipient once") }
        recipients.append(recipient)
      }
      return .recipients(recipients)
    }
  }

  private static func obligated(
    _ document: DocumentReader, _ trigger: EventType
  ) throws(LedgerError) -> Obligated {
    let obligated = try document.optional("obligated")?.choice() as Obligated? ?? .department
    if obligated == .authority, !trigger.has(.authority) {
      throw document["obligated"].fault("department: \(trigger.rawValue) names no authority")
    }
    return obligated
  }

  /// The start, which must be a day that the act has.
  private static func start(
    _ document: DocumentReader, _ trigger: EventType
  ) throws(LedgerError) -> Start {
    let start: Start = try document["start"].choice()
    var possible: [Start] = [.occurredOn]
    if trigger == .catalogUpdateTriggered { possible += [.effectiveOn, .promulgatedOn] }
    if trigger == .shareRequested || trigger.has(.receivedAt) { possible.append(.receivedOn) }
    guard possible.contains(start) else {
      let names = possible.map(\.rawValue).joined(separator: ", ")
      throw document["start"].fault("a day of \(trigger.rawValue): \(names)")
    }
    return start
  }

  // MARK: The period

  private enum RestDay: String, CaseIterable {
    case countsFromNextWorkingDay, deemedReceivedNextWorkingDay
  }

  private enum LastDay: String, CaseIterable { case movesToNextWorkingDay, stands }

  private enum Calendar: String, CaseIterable { case finallyInForce, knownWhenTheClockStarted }

  private enum End: String, CaseIterable { case midnight, closeOfBusiness }

  private static func period(_ document: DocumentReader) throws(LedgerError) -> Period {
    let restDay: RestDay = try document["startOnRestDay"].choice()
    let calendar: Calendar = try document["calendar"].choice()
    let countsStartDay = try document["countsStartDay"].bool()
    let end = try periodEnd(document)
    let period = document["period"]
    if period.optional("workingDays") == nil {
      try only(
        "countsFromNextWorkingDay", document["startOnRestDay"], restDay == .countsFromNextWorkingDay
      )
      try only("finallyInForce", document["calendar"], calendar == .finallyInForce)
    }
    if period.optional("calendarDays") == nil, let key = document.optional("lastDayOnRestDay") {
      throw key.fault("no such key: only days of the calendar end on a rest day")
    }
    if period.value == .null || period.optional("hours") != nil {
      try only("false", document["countsStartDay"], !countsStartDay)
      try only("midnight", document["periodEnd"], end == .midnight)
    }
    if period.value == .null { return .atOnce }
    try period.object([], optional: ["workingDays", "calendarDays", "hours"])
    guard case .object(let members) = period.value, members.count == 1 else {
      throw period.fault("exactly one of workingDays, calendarDays, hours, or null")
    }
    if let hours = period.optional("hours") {
      try only("occurredOn", document["start"], document["start"].value == .string("occurredOn"))
      return .hours(try hours.count(CountingRule.maximumDays))
    }
    if let days = period.optional("calendarDays") {
      let last: LastDay = try document["lastDayOnRestDay"].choice()
      return .calendarDays(
        try days.counting { count throws(CountingError) in
          try CalendarPeriod(
            days: count, countsStartDay: countsStartDay,
            lastDayOnRestDay: last == .stands ? .stands : .movesToNextWorkingDay, periodEnd: end)
        })
    }
    return .workingDays(
      try period["workingDays"].counting { count throws(CountingError) in
        try CountingRule(
          workingDays: count, countsStartDay: countsStartDay,
          startOnRestDay: restDay == .countsFromNextWorkingDay
            ? .countsFromNextWorkingDay : .deemedReceivedNextWorkingDay,
          periodEnd: end,
          calendarBasis: calendar == .finallyInForce ? .finallyInForce : .knownWhenTheClockStarted)
      })
  }

  /// What only working days can have otherwise.
  private static func only(
    _ value: String, _ key: DocumentReader, _ isDefault: Bool
  ) throws(LedgerError) {
    if !isDefault { throw key.fault("\(value), for the period is not one of working days") }
  }

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

  // MARK: What moves the clock

  private static func `extension`(
    _ document: DocumentReader, _ subject: Subject
  ) throws(LedgerError) -> Extension? {
    guard let document = document.optional("extension") else { return nil }
    try document.object(["by", "atMost", "times", "consent"])
    let by = try document["by"].act(on: subject)
    guard by.has(.days) else { throw document["by"].fault("an act that says how many days") }
    let consent: Extension.Consent = try document["consent"].choice()
    guard by.has(consent == .headOfBody ? .consentedBy : .authority) else {
      throw document["consent"].fault("a consent that \(by.rawValue) can state")
    }
    return Extension(
      by: by, atMost: try document["atMost"].count(CountingRule.maximumDays),
      times: try document["times"].count(100), consent: consent)
  }

  private static func suspensions(
    _ document: DocumentReader, _ subject: Subject
  ) throws(LedgerError) -> [Suspension] {
    guard let list = document.optional("suspension") else { return [] }
    var suspensions: [Suspension] = []
    for element in try list.elements(orNone: false) {
      try element.object(["from", "until"], optional: ["atMost"])
      let atMost = try element.optional("atMost")?.counting { days throws(CountingError) in
        try CountingRule(workingDays: days)
      }
      suspensions.append(
        Suspension(
          from: try element["from"].act(on: subject), until: try element["until"].act(on: subject),
          atMost: atMost))
    }
    return suspensions
  }

  private static func restart(
    _ document: DocumentReader, _ subject: Subject
  ) throws(LedgerError) -> Restart? {
    guard let document = document.optional("restart") else { return nil }
    try document.object(["asked", "received", "times"])
    return Restart(
      asked: try document["asked"].act(on: subject),
      received: try document["received"].act(on: subject), times: try document["times"].count(100))
  }

  private func checkClock(_ document: DocumentReader) throws(LedgerError) {
    guard period == .atOnce || period.isHours else { return }
    for key in ["extension", "suspension", "restart"] {
      guard let found = document.optional(key) else { continue }
      throw found.fault("no such key: only days can be lengthened, stopped or begun anew")
    }
  }

  /// An act has one effect on an obligation: it opens, discharges, closes or moves it.
  private func checkActs(_ document: DocumentReader) throws(LedgerError) {
    var seen: [EventType: String] = [trigger: "trigger"]
    func see(_ types: [EventType], _ key: String) throws(LedgerError) {
      for type in types {
        if let other = seen.updateValue(key, forKey: type), !(type == .catalogEntryRetired) {
          throw document[key].fault(
            "another act than \(type.rawValue), which is the rule's \(other)")
        }
      }
    }
    try see(dischargedBy, "dischargedBy")
    try see(closedBy, "closedBy")
    try see(`extension`.map { [$0.by] } ?? [], "extension")
    try see(suspensions.flatMap { [$0.from, $0.until] }, "suspension")
    try see(restart.map { [$0.asked, $0.received] } ?? [], "restart")
  }
}

extension EventType {
  /// Whether it begins what obligations are about, or is done only once about it.
  fileprivate var isDoneOnce: Bool {
    switch self {
    case .catalogUpdateTriggered, .shareRequested, .shareReplied, .shareWithdrawn,
      .incidentDetected:
      true
    default: !form.isCore && form.act != .follows
    }
  }

  /// Whether the data of a further type has a key.
  fileprivate func has(_ key: DataKey) -> Bool {
    !form.isCore && form.has(key)
  }
}

extension DocumentReader {
  /// A type of act on what the trigger is about, after its opening. What is done to an entry is one
  /// only where it is among `entryActs`.
  fileprivate func act(
    on subject: ObligationRule.Subject, _ entryActs: [EventType] = []
  ) throws(LedgerError) -> EventType {
    let type: EventType = try choice()
    let isOfEntry = type.form.category == .catalogEntry
    guard ObligationRule.Subject(type) == subject, type != subject.opening,
      !isOfEntry || entryActs.contains(type)
    else { throw fault("an act on what begins with \(subject.opening.rawValue)") }
    return type
  }

  fileprivate func isTrue() throws(LedgerError) -> Bool {
    guard value == .bool(true) else { throw fault("true, or no such key") }
    return true
  }

  fileprivate func acts(
    on subject: ObligationRule.Subject, _ entryActs: [EventType]
  ) throws(LedgerError) -> [EventType] {
    var acts: [EventType] = []
    for element in try elements(orNone: false) {
      let act = try element.act(on: subject, entryActs)
      if acts.contains(act) { throw element.fault("every act once") }
      acts.append(act)
    }
    return acts
  }

  fileprivate func count(_ most: Int) throws(LedgerError) -> Int {
    let count = try integer()
    guard 1...most ~= count else { throw fault("a number from 1 to \(most)") }
    return count
  }

  fileprivate func counting<Rule>(
    _ make: (Int) throws(CountingError) -> Rule
  ) throws(LedgerError) -> Rule {
    let count = try count(CountingRule.maximumDays)
    do {
      return try make(count)
    } catch {
      throw fault("\(error)")
    }
  }

  fileprivate func dutyName() throws(LedgerError) -> String {
    let name = try text()
    let isName = name.utf8.allSatisfy {
      0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0
    }
    guard isName, name.utf8.count <= 64, 0x61...0x7A ~= (name.utf8.first ?? 0) else {
      throw fault("a name of letters and digits, such as shareReply")
    }
    return name
  }
}

extension DocumentReader {
  /// A rule's name: it begins the ids of its obligations, so it holds no slash.
  func ruleName(atMost length: Int = 64) throws(LedgerError) -> String {
    let name = try text()
    let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isWord = { (part: Substring.UTF8View, hyphen: Bool) in
      !part.isEmpty
        && part.allSatisfy {
          0x30...0x39 ~= $0 || 0x61...0x7A ~= $0 || hyphen && $0 == UInt8(ascii: "-")
        }
    }
    guard name.utf8.count <= length, parts.count > 1, isWord(parts[0], false),
      0x61...0x7A ~= (name.utf8.first ?? 0), parts.dropFirst().allSatisfy({ isWord($0, true) })
    else { throw fault("a rule's name, such as sd329.23") }
    for ending in ViolationRule.derivedEndings where name.hasSuffix(ending) {
      throw fault("a name that does not end with \(ending), as checks beside obligations do")
    }
    return name
  }

  /// An article as the law numbers it, such as 第二十三条.
  func articleNumber() throws(LedgerError) -> String {
    let article = try text()
    let digits = article.unicodeScalars.dropFirst().dropLast()
    guard article.unicodeScalars.first == "第", article.unicodeScalars.last == "条",
      !digits.isEmpty, digits.allSatisfy({ "一二三四五六七八九十百".unicodeScalars.contains($0) })
    else { throw fault("an article's number, such as 第二十三条") }
    return article
  }

  /// The elements of a list, which may be required to have one.
  func elements(orNone: Bool) throws(LedgerError) -> [DocumentReader] {
    let elements = try elements()
    guard orNone || !elements.isEmpty else { throw fault("at least one element") }
    return elements
  }
}
