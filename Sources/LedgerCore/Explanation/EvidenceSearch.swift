/// Finds the events that a verdict rests on.
public struct EvidenceSearch {
  private let size: Int64
  private let scope: AuditScope
  private let event: (Int64) throws -> Event
  private let stream: (StreamName) throws -> [Event]
  private var found: [Int64: Event] = [:]

  /// Searches the first `size` events of a log.
  ///
  /// - Parameters:
  ///   - scope: the times that are asked about.
  ///   - event: reads the event at a position.
  ///   - stream: reads the events of a stream, in order.
  public init(
    size: Int64, scope: AuditScope, event: @escaping (Int64) throws -> Event,
    stream: @escaping (StreamName) throws -> [Event]
  ) {
    self.size = size
    self.scope = scope
    self.event = event
    self.stream = stream
  }

  /// The events that show a finding, in the order of the log: what opened the obligation and says
  /// whose it is, what discharged, closed or moved it, and the law of the log.
  ///
  /// - Parameter law: the events that are law: notices, and adoptions where they are applied.
  /// - Throws: what reading the log throws.
  public func events(for finding: ObligationFinding, law: [Event]) throws -> [Event] {
    var search = self
    try search.show(finding)
    law.forEach { search.show($0) }
    return search.found.values.sorted { $0.position < $1.position }
  }

  private mutating func show(_ event: Event) {
    if event.position < size { found[event.position] = event }
  }

  private mutating func show(_ finding: ObligationFinding) throws {
    let opening = try event(finding.trigger.position)
    show(opening)
    if let discharge = finding.discharge { show(try event(discharge.position)) }
    guard ObligationRule.Subject(opening.type) != nil else { return }
    // The matter's own history: its first event, and what was done about it.
    let history = try stream(opening.stream)
    for event in history where matters(event, to: finding) { show(event) }
    guard let first = history.first else { return }
    switch first.record.data {
    case .shareRequested(let request):
      try showDepartment(of: request.entry, around: first, opening)
    case .catalogUpdateTriggered(let trigger):
      let entry = trigger.entries.first { entry in
        finding.id == Identifier("\(finding.rule)/\(trigger.trigger)/\(entry)")
      }
      if let entry { try showLife(of: entry, answering: trigger.trigger) }
    case let act where !act.type.form.isCore:
      if let entry = act.identifier(.entry) {
        try showDepartment(of: entry, around: first, opening)
      }
    default: break
    }
    try showBodies(of: history, finding)
  }

  /// Whether an event of the matter's history is shown: of a trigger, which may have as many acts as
  /// entries, only those that may concern the obligation.
  private func matters(_ event: Event, to finding: ObligationFinding) -> Bool {
    guard case .catalogTriggerReviewed(let review) = event.record.data, let entry = review.entry
    else {
      return true
    }
    return finding.id.text.hasSuffix("/\(entry)")
  }

  /// Shows who the authorities are that consented, and whose consent was wanted.
  private mutating func showBodies(of history: [Event], _ finding: ObligationFinding) throws {
    var codes: [BodyCode] = []
    for event in history {
      let act = event.record.data
      if !act.type.form.isCore, let code = act.code(.authority) { codes.append(code) }
    }
    guard !codes.isEmpty else { return }
    for code in codes + [finding.department] {
      let name = Identifier(code.description)
      try stream(StreamName(.department, name)).forEach { show($0) }
    }
  }

  /// Shows whose an entry was, and how it was shared, when something was asked of it, and when the
  /// obligation began: by the last acts that count and say so. An entry may have moved any number of
  /// times before.
  private mutating func showDepartment(
    of entry: Identifier, around first: Event, _ opening: Event
  ) throws {
    let history = try stream(StreamName(.catalogEntry, entry))
    for position in [first.position, opening.position] {
      let history = history.filter { $0.position < position }
      if let registered = history.last(where: { $0.type == .catalogEntryRegistered }) {
        show(registered)
      }
      for says in [\CatalogEntryRevised.saysDepartment, \.saysSharing] {
        let last = history.last { event in
          guard case .catalogEntryRevised(let data) = event.record.data else { return false }
          return data[keyPath: says] && event.counts(in: scope)
        }
        if let last { show(last) }
      }
    }
  }

  /// Shows when an entry was registered and retired, and what was done to it for a trigger.
  private mutating func showLife(of entry: Identifier, answering trigger: Identifier) throws {
    for event in try stream(StreamName(.catalogEntry, entry)) {
      switch event.record.data {
      case .catalogEntryRegistered, .catalogEntryRetired: show(event)
      case .catalogEntryRevised(let data) where data.trigger == trigger: show(event)
      default: break
      }
    }
  }
}

extension CatalogEntryRevised {
  fileprivate var saysDepartment: Bool { department != nil }
  fileprivate var saysSharing: Bool { sharing != nil }
}
