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
  /// whose it is, what discharged or closed it, and the holiday notices of the log.
  ///
  /// - Parameter notices: the events that recorded the notices.
  /// - Throws: what reading the log throws.
  public func events(for finding: ObligationFinding, notices: [Event]) throws -> [Event] {
    var search = self
    try search.show(finding)
    notices.forEach { search.show($0) }
    return search.found.values.sorted { $0.position < $1.position }
  }

  private mutating func show(_ event: Event) {
    if event.position < size { found[event.position] = event }
  }

  private mutating func show(_ finding: ObligationFinding) throws {
    let opening = try event(finding.trigger.position)
    show(opening)
    if let discharge = finding.discharge { show(try event(discharge.position)) }
    switch opening.record.data {
    case .shareRequested(let request):
      try showDepartment(of: request.entry, before: opening.position)
      try stream(opening.stream).forEach { show($0) }
    case .updateTriggered(let trigger):
      let entry = trigger.entries.first { entry in
        finding.id == Identifier("\(finding.rule)/\(trigger.trigger)/\(entry)")
      }
      if let entry { try showLife(of: entry) }
    default: break
    }
  }

  /// Shows whose an entry was when something was asked of it: by the last act that counts and says
  /// so. An entry may have moved any number of times before.
  private mutating func showDepartment(of entry: Identifier, before position: Int64) throws {
    let history = try stream(StreamName(.catalogEntry, entry)).filter { $0.position < position }
    if let registered = history.last(where: { $0.type == .entryRegistered }) { show(registered) }
    let move = history.last { event in
      guard case .entryRevised(let data) = event.record.data else { return false }
      return data.changes.department != nil && event.counts(in: scope)
    }
    if let move { show(move) }
  }

  /// Shows when an entry was registered and retired.
  private mutating func showLife(of entry: Identifier) throws {
    for event in try stream(StreamName(.catalogEntry, entry)) {
      if event.type == .entryRegistered || event.type == .entryRetired { show(event) }
    }
  }
}

extension Event {
  /// Whether an audit counts the event: it had occurred and was known by the times asked about.
  func counts(in scope: AuditScope) -> Bool {
    record.occurredAt <= scope.asOf && knownAt <= scope.knownAt
  }
}
