import WorkingDays

/// What a stream's events add up to, as far as later decisions and obligations need it.
public enum StreamState: Hashable, Sendable {
  /// A body that is registered.
  case body(BodyState)
  /// A catalogue entry.
  case entry(EntryState)
  /// An update trigger.
  case trigger(TriggerState)
  /// A share request.
  case request(RequestState)
  /// An incident.
  case incident(IncidentState)
  /// A project.
  case project(ProjectState)
  /// A stream of which only its existence matters: filings, notices, adoptions.
  case exists
}

/// When something happened, and where the log says so.
public struct Moment: Hashable, Sendable, Comparable {
  /// When it happened in the world.
  public let occurredAt: Instant
  /// The position of the event that says so.
  public let position: Int64

  /// Earlier in the world first, then earlier in the log.
  public static func < (left: Self, right: Self) -> Bool {
    (left.occurredAt, left.position) < (right.occurredAt, right.position)
  }
}

/// A registered body.
public struct BodyState: Hashable, Sendable {
  /// The division whose body it is.
  public let division: Division
  /// What it is.
  public let kind: BodyKind
}

/// A catalogue entry.
public struct EntryState: Hashable, Sendable {
  /// The department whose data it describes.
  public var department: BodyCode
  /// How it is shared now.
  public var sharing: SharingType
  /// Whether a basis for a restriction is stated (art. 22).
  public var hasLegalBasis: Bool
  /// When it was retired.
  public var retired: Moment?
}

/// An update trigger.
public struct TriggerState: Hashable, Sendable {
  /// The department that has to update its catalogue.
  public let department: BodyCode
}

/// A share request.
public struct RequestState: Hashable, Sendable {
  /// The entry asked for.
  public let entry: Identifier
  /// Whether it was answered.
  public var isReplied = false
  /// Whether it was withdrawn.
  public var isWithdrawn = false
}

/// An incident.
public struct IncidentState: Hashable, Sendable {
  /// The department whose data it is.
  public let department: BodyCode
}

/// A project.
public struct ProjectState: Hashable, Sendable {
  /// The department.
  public let department: BodyCode
  /// Whether investment law governs it instead (art. 9, second half).
  public let isUnderInvestmentLaw: Bool
  /// The reviews, in order of the log.
  public var reviews: [Review] = []
  /// When work began.
  public var started: Moment?

  /// One review.
  public struct Review: Hashable, Sendable {
    /// When it was made.
    public let moment: Moment
    /// What it decided.
    public let outcome: ProjectOutcome
  }
}

extension StreamState {
  /// The state of a stream after `event`, given its state before.
  ///
  /// It never refuses: what is in the log has been decided.
  public static func evolve(_ state: StreamState?, _ event: Event) -> StreamState {
    let moment = Moment(occurredAt: event.record.occurredAt, position: event.position)
    switch (event.record.data, state) {
    case (.departmentRegistered(let data), _):
      return .body(BodyState(division: data.division, kind: data.kind))
    case (.entryRegistered(let data), _):
      return .entry(
        EntryState(
          department: data.department, sharing: data.sharing,
          hasLegalBasis: data.legalBasis != nil))
    case (.entryRevised(let data), .entry(let entry)):
      return .entry(entry.revised(data.changes))
    case (.entryRetired, .entry(var entry)):
      entry.retired = moment
      return .entry(entry)
    case (.updateTriggered(let data), _):
      return .trigger(TriggerState(department: data.department))
    case (.shareRequested(let data), _):
      return .request(RequestState(entry: data.entry))
    case (.shareReplied, .request(var request)):
      request.isReplied = true
      return .request(request)
    case (.shareWithdrawn, .request(var request)):
      request.isWithdrawn = true
      return .request(request)
    case (.incidentDetected(let data), _):
      return .incident(IncidentState(department: data.department))
    case (.projectSubmitted(let data), _):
      return .project(
        ProjectState(
          department: data.department,
          isUnderInvestmentLaw: data.fixedAssetInvestment || data.stateSubsidy))
    case (.projectReviewed(let data), .project(var project)):
      project.reviews.append(.init(moment: moment, outcome: data.outcome))
      return .project(project)
    case (.projectStarted, .project(var project)):
      project.started = moment
      return .project(project)
    default:
      return state ?? .exists
    }
  }
}

extension EntryState {
  func revised(_ changes: EntryRevised.Changes) -> EntryState {
    var entry = self
    if let department = changes.department { entry.department = department }
    if let sharing = changes.sharing { entry.sharing = sharing }
    if changes.legalBasis != nil { entry.hasLegalBasis = true }
    return entry
  }
}
