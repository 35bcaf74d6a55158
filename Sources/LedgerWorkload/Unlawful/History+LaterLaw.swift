import LedgerCore

/// Acts that the later rule books know and Order 329 does not. A history has those that an unlawful one
/// among them needs.
extension History {
  /// A department submits its updated catalogue for review (Decree 809 art. 17).
  mutating func submit(_ update: OpenUpdate) -> Record {
    let trigger = identifiers("T-", update.trigger)
    let authority = authority(of: update.body)
    if breach == .updatePublishedByAnother {
      plan(.follow(.publishUpdate(update)), at: officeTime(afterWorkingDays: random.within(1...2)))
    }
    return record(
      identifiers("T-", update.trigger, ".submitted"),
      by: doer(update.body, unless: .updateSubmittedByAnother),
      CatalogUpdateSubmitted(trigger: trigger, authority: code(authority)), causation: trigger)
  }

  /// The authority reviews and publishes it.
  mutating func publish(_ update: OpenUpdate) -> Record {
    let trigger = identifiers("T-", update.trigger)
    return record(
      identifiers("T-", update.trigger, ".published"),
      by: doer(authority(of: update.body), unless: .updatePublishedByAnother),
      CatalogUpdatePublished(trigger: trigger), causation: trigger)
  }

  /// What was granted is provided (Decree 809 art. 22).
  mutating func provide(_ request: OpenRequest) -> Record {
    let asked = identifiers("SR-", request.serial)
    return record(
      identifiers("SR-", request.serial, ".provided"),
      by: doer(request.holder, unless: .provisionByAnother),
      ShareProvided(request: asked, mode: random.pick([.interface, .batch, .file])),
      causation: asked)
  }

  /// An applicant is asked to correct an application (Decree 711 art. 30).
  mutating func askForCorrection(of application: OpenApplication) -> Record {
    let id = identifiers("OA-", application.serial)
    return record(
      identifiers("OA-", application.serial, ".correct"),
      by: doer(application.holder, unless: .correctionByAnother),
      OpenCorrectionRequested(application: id, missing: [random.pick(OpennessTexts.missing)]),
      causation: id)
  }

  /// An application counts as given up (视为放弃).
  mutating func lapse(_ application: OpenApplication) -> Record {
    let id = identifiers("OA-", application.serial)
    return record(
      identifiers("OA-", application.serial, ".lapsed"), by: application.holder,
      OpenLapsed(application: id, reason: OpennessTexts.lapse), causation: id)
  }

  /// A closed incident is summed up (Incident Measures art. 8).
  mutating func summarise(_ incident: OpenIncident) -> Record {
    let id = identifiers("I-", incident.serial)
    let seat = directory.seat(of: incident.body)
    return record(
      identifiers("I-", incident.serial, ".summary"),
      by: doer(incident.body, unless: .summaryByAnother),
      IncidentSummarised(
        incident: id, recipient: code(seat.cyberspaceAuthority),
        summary: random.pick(IncidentTexts.conclusions)),
      causation: id)
  }
}
