import WorkingDays

/// What became of a share request (art. 23): how the holder replied, what that granted, and what ended it.
///
/// A grant is the holder's first reply that agrees, wholly or in part, unless the requester took its
/// request back before. It lasts until the holder revokes it, the requester relinquishes it, or the day
/// that the reply names is over.
struct ShareOutcome {
  let asked: Act
  /// The entry that is asked for.
  let entry: HeldEntry
  /// The holder's first reply.
  private(set) var reply: Act?
  private(set) var grant: Act?
  /// The reply that would have been the grant, had the request not been withdrawn.
  private(set) var undone: Act?
  /// The requester's withdrawal.
  private(set) var withdrawal: Act?
  /// The act that ended the grant.
  private(set) var end: Act?

  /// - Parameter acts: those on the request that count, in the world's order.
  init(_ asked: Act, _ entry: HeldEntry, _ acts: some Sequence<Act>) {
    self.asked = asked
    self.entry = entry
    for act in acts { follow(act) }
  }

  private mutating func follow(_ act: Act) {
    switch act.type {
    case .shareWithdrawn where isRequesters(act): withdrawal = withdrawal ?? act
    case .shareReplied where isHolders(act) && grant == nil && undone == nil:
      reply = reply ?? act
      guard let decision: ShareDecision = act.choice(.decision), decision != .refused else {
        return
      }
      if withdrawal == nil { grant = act } else { undone = act }
    case .shareRevoked where isHolders(act) && isInForce(by: act): end = end ?? act
    case .shareRelinquished where isRequesters(act) && isInForce(by: act): end = end ?? act
    default: return
    }
  }

  /// Whether an act is that of the department whose the entry was when it was asked for, or is by then.
  func isHolders(_ act: Act) -> Bool {
    entry.isHolders(act.view.actor, at: act.moment, askedAt: asked.moment)
  }

  func isRequesters(_ act: Act) -> Bool { act.view.actor == requester(by: act.day) }

  /// The body that asked, or whoever took its place by a day.
  func requester(by day: CivilDate) -> BodyCode? {
    asked.code(.requester).map { entry.heirs.heir(of: $0, on: day) }
  }

  /// The body that uses what was granted; any other uses it without agreement.
  func isGranted(to use: Act) -> Bool {
    guard let grant, let user = use.code(.department) else { return false }
    return grant.view.occurredAt <= use.view.occurredAt && requester(by: use.day) == user
  }

  /// Whether there is a grant whose last day is not over yet when an act is done.
  private func isInForce(by act: Act) -> Bool {
    grant.map { $0.date(.validUntil).map { act.day <= $0 } ?? true } ?? false
  }

  /// Whether the grant was over when data was used.
  func isOver(at use: Act) -> Bool {
    if let end, end.moment < use.moment { return true }
    return grant?.date(.validUntil).map { $0 < use.day } ?? false
  }

  /// Whether all items that are used were granted: of a grant in part those that it names, else those
  /// asked for, if they were named.
  func grantsItems(of use: Act) -> Bool {
    guard let grant else { return true }
    let granted = grant.choice(.decision) == ShareDecision.partlyAgreed ? grant : asked
    let names = granted.items
    return names.isEmpty || use.items.allSatisfy(names.contains)
  }

  /// What is told of it where acts of other matters depend on it; `nil` where nobody is named.
  var past: PastRequest? {
    guard let requester = asked.code(.requester) else { return nil }
    return PastRequest(
      requester: requester, asked: asked.moment, withdrawn: withdrawal?.moment,
      replied: reply?.moment,
      granted: grant.map { grant in
        PastRequest.Grant(
          moment: grant.moment, isInPart: grant.choice(.decision) == ShareDecision.partlyAgreed,
          validUntil: grant.date(.validUntil), end: end?.moment,
          isRevoked: end?.type == .shareRevoked)
      })
  }
}

extension Act {
  /// The items that it names.
  fileprivate var items: [Name] { page.texts(.items, of: view).map(name) }
}

/// A body's request for an entry, as far as what it does besides may depend on it.
struct PastRequest: Sendable {
  struct Grant: Sendable {
    let moment: Moment
    let isInPart: Bool
    let validUntil: CivilDate?
    let end: Moment?
    /// Whether it was the holder that ended it.
    let isRevoked: Bool

    func isInForce(on day: CivilDate) -> Bool {
      moment.day <= day && validUntil.map { day <= $0 } ?? true && end.map { day <= $0.day } ?? true
    }
  }

  /// The body that asked.
  let requester: BodyCode
  let asked: Moment
  let withdrawn: Moment?
  /// When the holder first replied.
  let replied: Moment?
  let granted: Grant?
}

/// What lifts the bar from an act on the data of another (arts. 17, 23 and 27): it depends on what the
/// body had asked for.
struct Exemption: Sendable {
  enum Condition: Sendable {
    /// The body had asked for the data by then and could not have it: no reply had come, it was refused,
    /// wholly or in part, or the grant was revoked.
    case couldNotHave(by: Moment)
    /// The data was granted to it on a day.
    case granted(on: CivilDate)
  }

  /// The entry, in the texts of the matter.
  let entry: TextRange
  let body: BodyCode
  let condition: Condition
}

extension Exemption.Condition {
  /// Whether it holds for a body, given what it and those whose place it took asked for of the entry.
  func holds(for body: BodyCode, given requests: [PastRequest], _ heirs: Heirs) -> Bool {
    let own = requests.filter { heirs.heir(of: $0.requester, on: day) == body }
    switch self {
    case .granted(let day): return own.contains { $0.granted?.isInForce(on: day) ?? false }
    case .couldNotHave(let moment):
      let standing = own.filter { request in
        request.asked < moment && request.withdrawn.map { moment < $0 } ?? true
      }
      guard let last = standing.max(by: { $0.asked < $1.asked }) else { return false }
      if let grant = last.granted, grant.moment < moment {
        return grant.isInPart || grant.isRevoked && grant.end.map { $0 < moment } ?? false
      }
      // Without a grant by then it had not been replied to, or refused.
      return true
    }
  }

  /// The day of the act.
  private var day: CivilDate {
    switch self {
    case .couldNotHave(let moment): moment.day
    case .granted(let day): day
    }
  }
}

/// Who asked for what, by the entry and the body.
struct PastRequests: Sendable {
  struct Key: Hashable, Sendable {
    let entry: Identifier
    let requester: BodyCode
  }

  private var requests: [Key: [PastRequest]] = [:]

  mutating func add(_ request: PastRequest, _ keys: [Key]) {
    for key in keys { requests[key, default: []].append(request) }
  }

  mutating func add(_ others: PastRequests) {
    requests.merge(others.requests, uniquingKeysWith: +)
  }

  /// Whether a condition holds for what a body, or one whose place it took, asked for of an entry.
  func meet(_ condition: Exemption.Condition, _ key: Key, _ heirs: Heirs) -> Bool {
    condition.holds(for: key.requester, given: requests[key] ?? [], heirs)
  }
}
