import LedgerCore

/// Projects, from submission through review (审核) to the start and the end of work (art. 9).
extension History {
  private static let kind = WeightedChoice<ProjectKind>([
    (.develop, 4), (.maintain, 4), (.purchase, 3),
  ])

  mutating func submitProject() -> Record {
    serials.project += 1
    let id = identifiers("P-", serials.project)
    let body = anyActor()
    let kind = Self.kind(&random)
    // Investment law governs some projects instead: those need no review.
    let data = ProjectSubmitted(
      project: id, department: directory.bodies[body].code, kind: kind,
      name: random.pick(ProjectTexts.names(kind)),
      fixedAssetInvestment: breach == nil && kind == .develop && random.chance(150),
      stateSubsidy: breach == nil && random.chance(30))
    let isExempt = data.fixedAssetInvestment || data.stateSubsidy
    planReview(OpenProject(serial: serials.project, body: body), isExempt)
    return record(id, by: body, .projectSubmitted(data))
  }

  /// A review, and perhaps a start that does not wait for it: under investment law, which is in
  /// order, and now and then in an import, which is not.
  private mutating func planReview(_ project: OpenProject, _ isExempt: Bool) {
    var project = project
    project.startsRegardless = isExempt ? random.chance(500) : lapses(.startWithoutApproval)
    if project.startsRegardless {
      plan(.start(project), at: officeTime(afterWorkingDays: random.within(1...3)))
    }
    plan(.review(project), at: officeTime(afterWorkingDays: random.within(4...15)))
  }

  mutating func review(_ project: OpenProject) -> Record {
    let id = identifiers("P-", project.serial)
    let authority = reviewer(of: project)
    let outcome = outcome(of: project)
    follow(project, outcome)
    let data = ProjectReviewed(
      project: id, authority: directory.bodies[authority].code, outcome: outcome,
      reasons: reasons(for: outcome))
    let name: StaticString = project.reviews == 0 ? ".review" : ".review2"
    return record(
      identifiers("P-", project.serial, name), by: authority, .projectReviewed(data),
      correlation: id, causation: id)
  }

  /// The same-level authority; in an import now and then another.
  private mutating func reviewer(of project: OpenProject) -> Int {
    let own = directory.seat(of: project.body)
    guard lapses(.reviewByAnother) else { return own.dataAuthority }
    let province = directory.seats[0].dataAuthority
    return own.dataAuthority == province ? own.cyberspaceAuthority : province
  }

  private mutating func outcome(of project: OpenProject) -> ProjectOutcome {
    switch random.below(100) {
    case 0..<10: .rejected
    case 10..<25 where project.reviews == 0: .returned
    default: .approved
    }
  }

  /// What a review leads to: a second one, the start of work, or nothing.
  private mutating func follow(_ project: OpenProject, _ outcome: ProjectOutcome) {
    var project = project
    project.reviews += 1
    switch outcome {
    case .returned:
      plan(.review(project), at: officeTime(afterWorkingDays: random.within(5...20)))
    case .approved where !project.startsRegardless && random.chance(850):
      plan(.start(project), at: officeTime(afterWorkingDays: random.within(2...40)))
    case .approved, .rejected:
      break
    }
  }

  private mutating func reasons(for outcome: ProjectOutcome) -> String? {
    switch outcome {
    case .approved: random.chance(300) ? random.pick(ProjectTexts.approvals) : nil
    case .returned: random.pick(ProjectTexts.returns)
    case .rejected: random.pick(ProjectTexts.rejections)
    }
  }

  mutating func start(_ project: OpenProject) -> Record {
    let id = identifiers("P-", project.serial)
    if project.serial == 1 || random.chance(700) {
      plan(
        .follow(.completeProject(project)),
        at: officeTime(afterWorkingDays: random.within(30...250)))
    }
    return record(
      identifiers("P-", project.serial, ".start"), by: project.body,
      .projectStarted(ProjectStarted(project: id)), correlation: id, causation: id)
  }

  mutating func complete(_ project: OpenProject) -> Record {
    let id = identifiers("P-", project.serial)
    return record(
      identifiers("P-", project.serial, ".done"), by: project.body, ProjectCompleted(project: id),
      causation: id)
  }
}
