import LedgerCore

/// Incidents, their remedies and the reports on them (art. 31).
extension History {
  private static let kind = WeightedChoice<IncidentKind>([
    (.leak, 3), (.damage, 2), (.loss, 1), (.risk, 6),
  ])
  /// Both authorities are to be told; some departments tell only one, or none.
  private static let told = WeightedChoice<[ReportRecipient]>([
    ([.dataAuthority, .cyberspaceAuthority], 76), ([.dataAuthority], 13),
    ([.cyberspaceAuthority], 6), ([], 5),
  ])

  mutating func detectIncident() -> Record {
    serials.incident += 1
    let id = identifiers("I-", serials.incident)
    let body = anyActor()
    let incident = OpenIncident(serial: serials.incident, body: body)
    let urgency = urgency
    planReports(of: incident, urgency?.recipient)
    if serials.incident == 1 || leads(850) {
      plan(.remedy(incident), at: now.adding(minutes: random.within(30...7200)))
    }
    let kind = Self.kind(&random)
    let data = IncidentDetected(
      incident: id, department: directory.bodies[body].code, kind: kind,
      summary: random.pick(IncidentTexts.summaries(kind)), grade: urgency == nil ? nil : .larger,
      operator: urgency?.operator)
    return record(id, by: body, .incidentDetected(data))
  }

  /// The Incident Measures have incidents of a higher grade reported at once, each kind of operator to
  /// its own recipient. A history has such incidents where one is to get an unlawful act.
  private var urgency: (operator: IncidentOperator, recipient: ReportRecipient)? {
    switch breach {
    case .urgentReportByAnother, .urgentReportElsewhere: (.other, .provincialCyberspaceAuthority)
    case .infrastructureReportByAnother: (.criticalInfrastructure, .publicSecurity)
    case .centralReportByAnother: (.centralOrgan, .cyberspaceAuthority)
    default: nil
    }
  }

  private mutating func planReports(of incident: OpenIncident, _ urgent: ReportRecipient?) {
    guard breach != nil else {
      for recipient in Self.told(&random) {
        plan(.report(incident, recipient), at: timeOfReport())
      }
      return
    }
    for recipient in [.dataAuthority, .cyberspaceAuthority] as [ReportRecipient]
    where recipient != urgent {
      plan(.report(incident, recipient), at: timeOfReport())
    }
    if let urgent {
      plan(.report(incident, urgent), at: now.adding(minutes: random.within(8...55)))
    }
  }

  /// Within two hours, within a day, or within days.
  private mutating func timeOfReport() -> HistoryTime {
    switch random.below(100) {
    case 0..<50: now.adding(minutes: random.within(8...120))
    case 50..<80: now.adding(minutes: random.within(121...1440))
    default: now.adding(minutes: random.within(1441...14_400))
    }
  }

  mutating func remedy(_ incident: OpenIncident) -> Record {
    let id = identifiers("I-", incident.serial)
    if incident.serial == 1 || leads(300) {
      plan(
        .follow(.close(incident)), at: officeTime(afterWorkingDays: random.within(1...10)))
    }
    let data = IncidentRemedied(incident: id, measures: random.pick(IncidentTexts.measures))
    return record(
      identifiers("I-", incident.serial, ".remedy"),
      by: doer(incident.body, unless: .remedyByAnother), .incidentRemedied(data), correlation: id,
      causation: id)
  }

  mutating func close(_ incident: OpenIncident) -> Record {
    let id = identifiers("I-", incident.serial)
    if breach == .summaryByAnother {
      plan(.follow(.summarise(incident)), at: officeTime(afterWorkingDays: random.within(5...18)))
    }
    return record(
      identifiers("I-", incident.serial, ".close"), by: incident.body,
      IncidentClosed(incident: id, conclusion: random.pick(IncidentTexts.conclusions)),
      causation: id)
  }

  mutating func report(_ incident: OpenIncident, to kind: ReportRecipient) -> Record {
    let id = identifiers("I-", incident.serial)
    let seat = directory.seat(of: incident.body)
    let isUrgent = urgency?.recipient == kind
    let isElsewhere = lapses(.reportElsewhere) || isUrgent && lapses(.urgentReportElsewhere)
    let recipient = isElsewhere ? seat.government : recipient(kind, of: seat)
    let isByAnother = lapses(.reportByAnother) || isUrgent && breach != .urgentReportElsewhere
    let data = IncidentReported(
      incident: id, recipient: directory.bodies[recipient].code, recipientKind: kind)
    return record(
      identifiers("I-", incident.serial, Self.suffix(kind)),
      by: isByAnother ? another(than: incident.body) : incident.body, .incidentReported(data),
      correlation: id, causation: id)
  }

  /// To whom a department of a seat reports. For what no registration tells, it is the police.
  private func recipient(_ kind: ReportRecipient, of seat: Seat) -> Int {
    switch kind {
    case .dataAuthority: seat.dataAuthority
    case .cyberspaceAuthority: seat.cyberspaceAuthority
    case .provincialCyberspaceAuthority: directory.seats[0].cyberspaceAuthority
    case .protectionDepartment, .publicSecurity:
      directory.ofType[BodyType.publicSecurity.rawValue].first { $0 < registeredBodies }
        ?? seat.government
    }
  }

  private static func suffix(_ kind: ReportRecipient) -> StaticString {
    switch kind {
    case .dataAuthority: ".data"
    case .cyberspaceAuthority: ".cyber"
    case .provincialCyberspaceAuthority: ".province"
    case .protectionDepartment: ".protection"
    case .publicSecurity: ".police"
    }
  }
}
