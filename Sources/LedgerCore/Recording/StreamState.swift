import MerkleLog
import WorkingDays

/// What a stream's events add up to, as far as later decisions and obligations need it.
public enum StreamState: Hashable, Sendable {
  /// A body that is registered.
  case body(BodyState)
  /// A catalogue entry.
  case entry(EntryState)
  /// A share request.
  case request(RequestState)
  /// A project.
  case project(ProjectState)
  /// A node of the government cloud.
  case node(NodeState)
  /// A holiday notice, as it was last recorded.
  case notice(HolidayNotice)
  /// A rule book's adoptions.
  case book(BookState)
  /// An update trigger, an incident, or anything else on which there are acts.
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

  /// The Beijing day.
  var day: CivilDate { occurredAt.beijingDate }

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
  /// The position of the event that registered it.
  public let position: Int64
}

/// A catalogue entry.
public struct EntryState: Hashable, Sendable {
  /// What it was when.
  public var history: EntryHistory
  /// Whether a basis for a restriction is stated (art. 22).
  public var hasLegalBasis: Bool
  /// What tells the names of the attributes apart that it has, or had.
  var fields: Set<UInt64>
  /// When it was retired.
  public var retired: Moment? { history.retired }

  /// The department whose data it describes.
  public var department: BodyCode { history.latest.department }
  /// How it is shared now; `nil` while it is not said.
  public var sharing: SharingType? { history.latest.sharing }
  /// How it is open to the public now.
  public var openness: Openness { history.latest.openness }

  /// What it was at a moment; `nil` before it was registered.
  func facts(at moment: Moment) -> EntryFacts? { history.facts(at: moment) }
}

/// A rule book, by its name.
public struct BookState: Hashable, Sendable {
  /// The digest of the document of each version that the log holds.
  public var documents: [RuleBookName: TreeHash] = [:]
}

/// What acts on something add up to.
public struct ActsState: Hashable, Sendable {
  /// The acts that are done only once, and were.
  var done = DoneActs()
}

/// The acts on something that are done only once, and were.
struct DoneActs: Hashable, Sendable {
  private var types = TypeSet()
  /// Those that end a duty or move its clock, with the bodies that did them: what another body did is
  /// no act of the one whose duty it is.
  private var bodies: [Done] = []

  private struct Done: Hashable, Sendable {
    let type: EventType
    let body: BodyCode
  }

  /// Whether an act was done that is done only once.
  func contains(_ act: ViewedEvent) -> Bool {
    guard types.contains(act.type.number) else { return false }
    return !act.isOnDuty || bodies.contains(Done(type: act.type, body: act.view.actor))
  }

  /// Adds what is done only once.
  mutating func add(_ act: ViewedEvent) {
    guard act.form.act.isOnce else { return }
    types.insert(act.type.number)
    if act.isOnDuty { bodies.append(Done(type: act.type, body: act.view.actor)) }
  }
}

extension ViewedEvent {
  /// Whether it is an act on what obligations are about.
  fileprivate var isOnDuty: Bool { ObligationRule.Subject(form.category) != nil }
}

/// A share request.
public struct RequestState: Hashable, Sendable {
  /// When it was made.
  let asked: Moment
  /// The entry that it asks for.
  let entry: NameHash
  /// The replies to it: who replied, and when.
  private(set) var replies: [Reply] = []
  /// The acts that are done only once, and were.
  var done = DoneActs()

  struct Reply: Hashable, Sendable {
    let body: BodyCode
    let moment: Moment
  }

  fileprivate mutating func add(_ reply: ViewedEvent) {
    replies.append(Reply(body: reply.view.actor, moment: reply.moment))
  }
}

/// A project.
public struct ProjectState: Hashable, Sendable {
  /// Whether work began.
  public var isStarted = false
  /// Whether it was submitted.
  var isSubmitted = false
  /// Whether the review last recorded returned it for rework: then it may be submitted again.
  var isReturned = false
  /// The acts that are done only once, and were.
  var done = DoneActs()
}

/// A node of the government cloud.
public struct NodeState: Hashable, Sendable {
  var facts = NodeFacts()
  /// The acts that are done only once, and were.
  var done = DoneActs()
}

extension StreamState {
  /// The state of a stream after `event`, given its state before.
  ///
  /// It never refuses: what is in the log has been decided.
  static func evolve(_ state: StreamState?, _ event: ViewedEvent) -> StreamState {
    let next = event.form.isCore ? core(state, event) : evolved(state, event)
    return next ?? state ?? .exists
  }

  /// The state after an act whose checks have code of their own; `nil` when it changes nothing.
  private static func core(_ state: StreamState?, _ event: ViewedEvent) -> StreamState? {
    switch (event.type, state) {
    case (.departmentRegistered, _): return BodyState(event).map(StreamState.body)
    case (.catalogEntryRegistered, _): return EntryState(event).map(StreamState.entry)
    case (.catalogEntryRevised, .entry(var entry)):
      entry.revise(event)
      return .entry(entry)
    case (.catalogEntryRetired, .entry(var entry)):
      entry.history.retirement = .init(event)
      return .entry(entry)
    case (.catalogUpdateTriggered, _), (.incidentDetected, _): return .acts(ActsState())
    case (.shareRequested, _): return RequestState(event).map(StreamState.request)
    case (.shareReplied, .request(var request)):
      request.add(event)
      return .request(request)
    case (.shareWithdrawn, .request(var request)):
      request.done.add(event)
      return .request(request)
    case (.projectSubmitted, _), (.projectReviewed, _), (.projectStarted, _):
      var project = if case .project(let project) = state { project } else { ProjectState() }
      project.add(event)
      return .project(project)
    case (.calendarNoticeIssued, _), (.rulesAdopted, _): return law(state, event)
    default: return nil
    }
  }

  private static func law(_ state: StreamState?, _ event: ViewedEvent) -> StreamState? {
    switch event.whole {
    case .calendarNoticeIssued(let data): return .notice(data.holidayNotice)
    case .rulesAdopted(let data):
      var book = if case .book(let book) = state { book } else { BookState() }
      if let document = data.document { book.documents[data.book] = digest(of: document) }
      return .book(book)
    default: return nil
    }
  }

  private static func evolved(_ state: StreamState?, _ act: ViewedEvent) -> StreamState? {
    switch state {
    case _ where act.form.category == .cloudNode:
      var node = if case .node(let node) = state { node } else { NodeState() }
      node.facts.tell(act)
      node.done.add(act)
      return .node(node)
    case nil:
      var acts = ActsState()
      acts.done.add(act)
      return .acts(acts)
    case .acts(var acts):
      acts.done.add(act)
      return .acts(acts)
    case .project(var project):
      project.done.add(act)
      return .project(project)
    case .request(var request):
      request.done.add(act)
      return .request(request)
    default: return nil
    }
  }

  /// The acts that are done only once, and were.
  var done: DoneActs {
    switch self {
    case .project(let project): project.done
    case .request(let request): request.done
    case .acts(let acts): acts.done
    case .node(let node): node.done
    default: DoneActs()
    }
  }

  /// What tells one document from another.
  static func digest(of document: JSONValue) -> TreeHash {
    SHA256Hasher.leaf(document.canonicalBytes)
  }
}

// The bytes of an event hold all that its type requires: only what is no event of the type has no
// state.

extension BodyState {
  /// What an event registers.
  init?(_ event: some ValuesInPage) {
    guard let division = event.division(.division), let kind: BodyKind = event.choice(.kind) else {
      return nil
    }
    self.init(division: division, kind: kind, position: event.view.position)
  }
}

extension RequestState {
  fileprivate init?(_ event: ViewedEvent) {
    guard let entry = event.text(.entry) else { return nil }
    self.init(asked: event.moment, entry: entry.hash(as: .catalogEntry))
  }
}

extension ProjectState {
  fileprivate mutating func add(_ act: ViewedEvent) {
    switch act.type {
    case .projectSubmitted: isSubmitted = true
    case .projectReviewed: isReturned = act.choice(.outcome) == ProjectOutcome.returned
    case .projectStarted: isStarted = true
    default: return
    }
  }
}

extension EntryState {
  fileprivate init?(_ event: ViewedEvent) {
    guard let history = EntryHistory(event.act) else { return nil }
    self.init(
      history: history, hasLegalBasis: event.statesBasis, fields: Set(event.fieldHashes))
  }

  fileprivate mutating func revise(_ event: ViewedEvent) {
    history.add(EntryHistory.Change(event.act))
    if event.statesBasis { hasLegalBasis = true }
    fields.formUnion(event.fieldHashes)
  }
}
