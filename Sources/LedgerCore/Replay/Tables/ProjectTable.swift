import WorkingDays

/// The projects of a log, their reviews and their starts.
///
/// They are all kept: a review that is recorded later may tell of an earlier day, and so what is to
/// be found against a project shows only at the end.
struct ProjectTable {
  /// A project.
  struct Project {
    let department: BodyCode
    let isUnderInvestmentLaw: Bool
    var started: Moment?
  }

  /// A review that counts.
  struct Review {
    let project: UInt32
    let citation: Obligation.Citation
    let authority: BodyCode
    let outcome: ProjectOutcome
  }

  /// A start that counts.
  struct Start {
    let project: UInt32
    let citation: Obligation.Citation
  }

  var streams: NameTable<ProjectRecord>
  private(set) var projects: [Project]
  private(set) var reviews: [Review]
  private(set) var starts: [Start]

  /// An empty table, or one that was saved.
  init(
    streams: NameTable<ProjectRecord> = NameTable(), projects: [Project] = [],
    reviews: [Review] = [], starts: [Start] = []
  ) {
    self.streams = streams
    self.projects = projects
    self.reviews = reviews
    self.starts = starts
  }

  mutating func submit(_ name: Name, _ project: Project) {
    streams.update(name) { $0.place = UInt32(truncatingIfNeeded: projects.count) }
    projects.append(project)
  }

  mutating func review(
    _ name: Name, by authority: BodyCode, _ outcome: ProjectOutcome,
    _ citation: Obligation.Citation
  ) {
    guard let place = streams[name]?.place else { return }
    reviews.append(
      Review(project: place, citation: citation, authority: authority, outcome: outcome))
  }

  mutating func start(_ name: Name, _ citation: Obligation.Citation) {
    guard let place = streams[name]?.place else { return }
    projects[Int(place)].started = citation.moment
    starts.append(Start(project: place, citation: citation))
  }

  /// Every review, with the department whose project it is.
  var reviewsWithDepartment: [(Review, BodyCode)] {
    reviews.filter { !projects[Int($0.project)].isUnderInvestmentLaw }
      .map { ($0, projects[Int($0.project)].department) }
  }

  /// The starts that no review had approved (art. 9), with the department.
  var startsWithoutApproval: [(Start, BodyCode)] {
    var states: [UInt32: ProjectState] = [:]
    for start in starts { states[start.project] = state(of: projects[Int(start.project)]) }
    for review in reviews {
      states[review.project]?.reviews
        .append(.init(moment: review.citation.moment, outcome: review.outcome))
    }
    return starts.compactMap { start in
      guard let state = states[start.project], state.startedWithoutApproval else { return nil }
      return (start, state.department)
    }
  }

  private func state(of project: Project) -> ProjectState {
    ProjectState(
      department: project.department, isUnderInvestmentLaw: project.isUnderInvestmentLaw,
      started: project.started)
  }
}
