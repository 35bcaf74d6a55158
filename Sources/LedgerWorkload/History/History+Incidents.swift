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
    let body = anyBody()
    let incident = OpenIncident(serial: serials.incident, body: body)
    for recipient in Self.told(&random) { plan(.report(incident, recipient), at: timeOfReport()) }
    if serials.incident == 1 || random.chance(850) {
      plan(.remedy(incident), at: now.adding(minutes: random.within(30...7200)))
    }
    let kind = Self.kind(&random)
    let data = IncidentDetected(
      incident: id, department: directory.bodies[body].code, kind: kind,
      summary: random.pick(IncidentTexts.summaries(kind)))
    return record(id, by: body, .incidentDetected(data))
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
    if incident.serial == 1 || random.chance(300) {
      plan(
        .follow(.close(incident)), at: officeTime(afterWorkingDays: random.within(1...10)))
    }
    let data = IncidentRemedied(incident: id, measures: random.pick(IncidentTexts.measures))
    return record(
      identifiers("I-", incident.serial, ".remedy"), by: incident.body, .incidentRemedied(data),
      correlation: id, causation: id)
  }

  mutating func close(_ incident: OpenIncident) -> Record {
    let id = identifiers("I-", incident.serial)
    return record(
      identifiers("I-", incident.serial, ".close"), by: incident.body,
      IncidentClosed(incident: id, conclusion: random.pick(IncidentTexts.conclusions)),
      causation: id)
  }

  mutating func report(_ incident: OpenIncident, to kind: ReportRecipient) -> Record {
    let id = identifiers("I-", incident.serial)
    let seat = directory.seat(of: incident.body)
    let recipient = kind == .dataAuthority ? seat.dataAuthority : seat.cyberspaceAuthority
    let data = IncidentReported(
      incident: id, recipient: directory.bodies[recipient].code, recipientKind: kind)
    return record(
      identifiers("I-", incident.serial, kind == .dataAuthority ? ".data" : ".cyber"),
      by: incident.body, .incidentReported(data), correlation: id, causation: id)
  }
}
