import MerkleLog
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
  /// A holiday notice, as it was last recorded.
  case notice(HolidayNotice)
  /// A rule book's adoptions.
  case book(BookState)
  /// A stream of further acts.
  case acts(ActsState)
  /// A stream of which only its existence matters: filings.
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
  /// What it was when.
  public var history: EntryHistory
  /// Whether a basis for a restriction is stated (art. 22).
  public var hasLegalBasis: Bool
  /// When it was retired.
  public var retired: Moment?

  /// The department whose data it describes.
  public var department: BodyCode { history.latest.department }
  /// How it is shared now.
  public var sharing: SharingType { history.latest.sharing }
  /// How it is open to the public now.
  public var openness: Openness { history.latest.openness }

  /// What it was at a moment; `nil` before it was registered.
  func facts(at moment: Moment) -> EntryFacts? { history.facts(at: moment, retired: retired) }
}

/// An update trigger.
public struct TriggerState: Hashable, Sendable {
  /// The department that has to update its catalogue.
  public let department: BodyCode
  /// The acts that are done only once, and were.
  public var done: Set<EventType> = []
}

/// A rule book, by its name.
public struct BookState: Hashable, Sendable {
  /// The digest of the document of each version that the log holds.
  public var documents: [RuleBookName: TreeHash] = [:]
}

/// What further acts add up to.
public struct ActsState: Hashable, Sendable {
  /// The entry that the first of them names.
  public let entry: Identifier?
  /// The purpose that the first of them states.
  public let purpose: String?
  /// The acts that are done only once, and were.
  public var done: Set<EventType> = []
  /// All of them, as far as checks ask, in order of the log.
  public var acts: [CheckedAct] = []
}

/// A share request.
public struct RequestState: Hashable, Sendable {
  /// The entry asked for.
  public let entry: Identifier
  /// Who asks.
  public let requester: BodyCode
  /// What the data is for.
  public let purpose: String
  /// When it was agreed to.
  public var agreed: Moment?
  /// Whether it was answered.
  public var isReplied = false
  /// Whether it was withdrawn.
  public var isWithdrawn = false
}

/// An incident.
public struct IncidentState: Hashable, Sendable {
  /// The department whose data it is.
  public let department: BodyCode
  /// The acts that are done only once, and were.
  public var done: Set<EventType> = []
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
  /// The acts that are done only once, and were.
  public var done: Set<EventType> = []

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
    case (.catalogEntryRegistered(let data), _):
      return .entry(
        EntryState(
          history: EntryHistory(
            registered: moment.occurredAt,
            EntryFacts(
              department: data.department, sharing: data.sharing, openness: data.openness)),
          hasLegalBasis: data.legalBasis != nil))
    case (.catalogEntryRevised(let data), .entry(let entry)):
      return .entry(entry.revised(data, at: moment))
    case (.catalogEntryRetired, .entry(var entry)):
      entry.retired = moment
      return .entry(entry)
    case (.catalogUpdateTriggered(let data), _):
      return .trigger(TriggerState(department: data.department))
    case (.shareRequested(let data), _):
      return .request(
        RequestState(entry: data.entry, requester: data.requester, purpose: data.purpose))
    case (.shareReplied(let data), .request(var request)):
      request.isReplied = true
      if data.decision == .agreed { request.agreed = moment }
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
    case (.calendarNoticeIssued(let data), _):
      return .notice(data.holidayNotice)
    case (.rulesAdopted(let data), _):
      var book = if case .book(let book) = state { book } else { BookState() }
      if let document = data.document { book.documents[data.book] = digest(of: document) }
      return .book(book)
    case (let act, _) where !EventForm.of(act.type).isCore:
      return evolve(state, act, at: moment)
    default:
      return state ?? .exists
    }
  }

  private static func evolve(
    _ state: StreamState?, _ act: EventData, at moment: Moment
  ) -> StreamState {
    let done: Set<EventType> = EventForm.of(act.type).act.isOnce ? [act.type] : []
    switch state {
    case nil:
      return .acts(
        ActsState(
          entry: act.identifier(.entry), purpose: act.text(.purpose), done: done,
          acts: [CheckedAct(act, at: moment)]))
    case .acts(var acts):
      acts.done.formUnion(done)
      acts.acts.append(CheckedAct(act, at: moment))
      return .acts(acts)
    case .trigger(var trigger):
      trigger.done.formUnion(done)
      return .trigger(trigger)
    case .incident(var incident):
      incident.done.formUnion(done)
      return .incident(incident)
    case .project(var project):
      project.done.formUnion(done)
      return .project(project)
    case let state?: return state
    }
  }

  /// The acts that are done only once, and were.
  var done: Set<EventType> {
    switch self {
    case .trigger(let trigger): trigger.done
    case .incident(let incident): incident.done
    case .project(let project): project.done
    case .acts(let acts): acts.done
    default: []
    }
  }

  /// What tells one document from another.
  static func digest(of document: JSONValue) -> TreeHash {
    SHA256Hasher.leaf(document.canonicalBytes)
  }
}

extension EntryState {
  func revised(_ changes: CatalogEntryRevised, at moment: Moment) -> EntryState {
    var entry = self
    entry.history.add(
      EntryHistory.Change(
        moment: moment, department: changes.department, sharing: changes.sharing,
        openness: changes.openness))
    if changes.legalBasis != nil { entry.hasLegalBasis = true }
    return entry
  }
}
