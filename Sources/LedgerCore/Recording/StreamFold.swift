/// What is left of a stream when corrections are taken into account, and what that adds up to.
enum StreamFold {
  /// The events that remain, in their order; but what begins the stream comes first, wherever it stands:
  /// it may have taken the place of an event that others followed.
  ///
  /// Nothing remains where nothing begins the stream any more.
  ///
  /// - Parameter events: those of the stream, in the order of the log.
  static func remaining(
    _ events: [ViewedEvent], _ corrections: StandingCorrections
  ) -> [ViewedEvent] {
    var remaining = events.filter { !corrections.leavesOut($0) }
    guard let first = remaining.firstIndex(where: { $0.form.act.mayOpen }) else { return [] }
    if first > 0 { remaining.insert(remaining.remove(at: first), at: 0) }
    return remaining
  }

  /// The state of a stream; `nil` where nothing begins it.
  ///
  /// - Parameter position: only events before it count, and the one that begins the stream.
  static func state(
    of events: [ViewedEvent], _ corrections: StandingCorrections, before position: Int64 = .max
  ) -> StreamState? {
    var state: StreamState?
    for event in remaining(events, corrections) where state == nil || event.position < position {
      state = .evolve(state, event)
    }
    return state
  }
}

/// The states of streams under corrections, read from the log and not remembered by the writer.
struct CorrectedStates: StateLookup {
  private let log: any LogTransaction
  private let corrections: StandingCorrections
  /// Only events before it count, and those that begin streams.
  private let position: Int64
  private var known: [NameHash: StreamState?] = [:]
  private var registered: Authorities?
  private var knownHeirs: Heirs?

  init(
    _ log: any LogTransaction, _ corrections: StandingCorrections, before position: Int64 = .max
  ) {
    self.log = log
    self.corrections = corrections
    self.position = position
  }

  mutating func state(of stream: NameHash) throws(LedgerError) -> StreamState? {
    if let known = known[stream] { return known }
    let events = try log.events(in: stream)
    let state = StreamFold.state(of: events, corrections, before: position)
    known[stream] = .some(state)
    return state
  }

  mutating func authorities() throws(LedgerError) -> Authorities {
    if let registered { return registered }
    var authorities = Authorities()
    for event in try log.events(of: .departmentRegistered) where !corrections.leavesOut(event) {
      authorities.tell(event.act)
    }
    registered = authorities
    return authorities
  }

  mutating func heirs() throws(LedgerError) -> Heirs {
    if let knownHeirs { return knownHeirs }
    let heirs = try log.successions().heirs(in: .everything, corrections)
    knownHeirs = heirs
    return heirs
  }

  func events(in stream: NameHash) throws(LedgerError) -> [ViewedEvent] {
    try log.events(in: stream).filter { $0.position < position && !corrections.leavesOut($0) }
  }

  func position(ofEvent id: NameHash) throws(LedgerError) -> Int64? {
    try log.position(ofEvent: id)
  }
}
