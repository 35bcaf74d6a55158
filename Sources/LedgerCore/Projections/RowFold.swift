/// Makes the rows of a whole log, but for those of obligations: event by event, and at the end those of
/// the streams whose first event was corrected.
package struct RowFold: Sendable {
  private let corrections: StandingCorrections
  private let corrected: CorrectedNames
  private let hasCorrections: Bool
  private var entries: FoldedEntries

  /// The events of the streams whose first was corrected, and what they say of entries that did not
  /// begin so.
  private var streams: [NameHash: [ViewedEvent]] = [:]
  private var order: [NameHash] = []
  private var entriesThen: [Int64: [NameHash: StreamState]] = [:]
  /// The filings that list such entries, and the events that name them.
  private var filings: [ViewedEvent] = []
  private var naming: [ViewedEvent] = []

  /// - Parameters:
  ///   - hindsight: that of the whole log.
  ///   - scope: the times at which it must count; by default everything does.
  package init(_ hindsight: Hindsight, in scope: AuditScope = .everything) {
    corrections = hindsight.corrections.standing(in: scope)
    corrected = CorrectedNames(hindsight.corrections)
    hasCorrections = !hindsight.corrections.isEmpty
    entries = FoldedEntries(hindsight.successions.heirs(in: scope, corrections))
  }

  /// Adds the row changes of the next event.
  package mutating func add(
    _ event: ViewedEvent, to changes: inout RowChanges
  ) throws(LedgerError) {
    guard hasCorrections else { return try fold(event, to: &changes) }
    if corrected.contain(event) { entries.notePosition(of: event) }
    // Filings are no rows of their own stream.
    if event.version == 0, event.type != .catalogFiled, corrections.leavesOut(event) {
      streams[event.streamHash] = []
      order.append(event.streamHash)
    }
    if streams[event.streamHash] != nil { return keep(event) }
    guard !corrections.leavesOut(event) else { return }
    if event.type == .catalogFiled, event.texts(.entries).contains(where: isKept) {
      filings.append(event)
    }
    if RowMapping.tellsDepartment(event.type), let entry = event.text(.entry), isKept(entry) {
      naming.append(event)
    }
    try fold(event, to: &changes)
  }

  private mutating func fold(
    _ event: ViewedEvent, to changes: inout RowChanges
  ) throws(LedgerError) {
    try RowMapping.addChanges(of: event, given: &entries, to: &changes)
    entries.fold(event)
  }

  private func isKept(_ entry: PageText) -> Bool { streams[entry.hash(as: .catalogEntry)] != nil }

  private mutating func keep(_ event: ViewedEvent) {
    streams[event.streamHash]?.append(event)
    guard RowMapping.tellsDepartment(event.type), let entry = event.text(.entry) else { return }
    let stream = entry.hash(as: .catalogEntry)
    if let state = entries.state(of: stream) { entriesThen[event.position] = [stream: state] }
  }

  /// Adds the rows of the streams whose first event was corrected.
  package func addRest(to changes: inout RowChanges) throws(LedgerError) {
    let states = { (event: ViewedEvent) in
      StatesThen(fold: self, position: event.position)
    }
    for stream in order {
      try RemadeRows.addRows(
        of: streams[stream] ?? [], corrections, filings, to: &changes, given: states)
    }
    for event in naming {
      var states = states(event)
      try RowMapping.addDepartment(of: event, given: &states, to: &changes)
    }
  }

  /// The states of entries before an event.
  private struct StatesThen: StateLookup {
    let fold: RowFold
    let position: Int64

    func state(of stream: NameHash) -> StreamState? {
      guard let events = fold.streams[stream] else { return fold.entriesThen[position]?[stream] }
      return StreamFold.state(of: events, fold.corrections, before: position)
    }

    func authorities() -> Authorities { Authorities() }

    func heirs() -> Heirs { fold.entries.heirs() }

    func events(in stream: NameHash) -> [ViewedEvent] { [] }

    func position(ofEvent id: NameHash) -> Int64? { fold.entries.position(ofEvent: id) }
  }
}
