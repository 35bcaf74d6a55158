import LedgerCore

/// Training (art. 34), evaluation (art. 35) and referral (arts. 36 to 38).
extension History {
  mutating func planTraining() -> Record {
    serials.training += 1
    let id = identifiers("TR-", serials.training)
    let own = directory.seat(of: anyBody())
    let authority = lapses(.trainingByAnother) ? own.cyberspaceAuthority : own.dataAuthority
    if serials.training == 1 || random.chance(900) {
      let open = OpenTraining(serial: serials.training, authority: authority)
      plan(.follow(.holdTraining(open)), at: officeTime(afterWorkingDays: random.within(10...80)))
    }
    return record(
      id, by: authority,
      TrainingPlanned(
        training: id, authority: code(authority), title: random.pick(SupervisionTexts.trainings),
        year: Int64(HistoryTime.date(ofDay: now.day).year)))
  }

  mutating func hold(_ training: OpenTraining) -> Record {
    let id = identifiers("TR-", training.serial)
    return record(
      identifiers("TR-", training.serial, ".held"), by: training.authority,
      TrainingHeld(training: id, participants: Int64(random.within(15...400))),
      causation: id)
  }

  /// A government evaluates one of its departments.
  mutating func evaluate() -> Record {
    serials.evaluation += 1
    let id = identifiers("EV-", serials.evaluation)
    let body = anyDepartment()
    let government = directory.seat(of: body).government
    let year = HistoryTime.date(ofDay: now.day).year - 1
    return record(
      id, by: government,
      EvaluationRecorded(
        evaluation: id, department: code(body), government: code(government),
        period: "\(max(year, 2019))年度", result: random.pick(SupervisionTexts.results)))
  }

  /// What an authority found is referred to those who may hold to account.
  mutating func refer() -> Record {
    serials.referral += 1
    let id = identifiers("RF-", serials.referral)
    let body = anyDepartment()
    let finding = random.below(SupervisionTexts.findings.count)
    var findings = [SupervisionTexts.findings[finding]]
    if random.chance(300) {
      findings.append(
        SupervisionTexts.findings[(finding + 1) % SupervisionTexts.findings.count])
    }
    return record(
      id, by: authority(of: body),
      AccountabilityReferred(
        referral: id, basis: SupervisionTexts.basis, department: code(body), findings: findings,
        referredTo: divisionName(of: body) + SupervisionTexts.supervisors))
  }
}
