/// Makes the rows of a stream again, where events of it were corrected: as though these had never been.
///
/// The rows follow from what remains of the stream, in its order, but for what begins it: that comes first
/// (`StreamFold`). Rows of an entry also tell of filings, which are no acts of its stream.
struct RemadeRows {
  private let log: any LogTransaction
  private let corrections: StandingCorrections

  init(_ log: any LogTransaction, _ corrections: StandingCorrections) {
    self.log = log
    self.corrections = corrections
  }

  /// Adds what a correction changes, but for the rows of obligations.
  func add(
    _ correction: RecordedCorrection, _ event: ViewedEvent, to changes: inout RowChanges
  ) throws(LedgerError) {
    var states = CorrectedStates(log, corrections)
    try RowMapping.addChanges(of: event, given: &states, to: &changes)
    for inner in correction.chain {
      if corrections.leavesOut(inner) {
        RowMapping.addRemovals(of: inner, to: &changes)
      } else {
        try RowMapping.addChanges(of: inner, given: &states, to: &changes)
      }
    }
    let concerned = correction.concerned
    if concerned.type == .catalogFiled {
      for entry in concerned.texts(.entries) {
        try remake(entry.hash(as: .catalogEntry), to: &changes)
      }
    } else {
      try remake(concerned.streamHash, to: &changes)
      try addDepartments(ofEntryOf: concerned, to: &changes)
    }
  }

  /// Adds what an event changes that was just recorded of a thing of which others were corrected, but for
  /// the rows of obligations.
  func add(
    _ event: ViewedEvent, given states: inout some StateLookup, to changes: inout RowChanges
  ) throws(LedgerError) {
    if event.type == .catalogFiled || event.type == .recordCorrected {
      return try RowMapping.addChanges(of: event, given: &states, to: &changes)
    }
    try remake(event.streamHash, to: &changes)
    if event.type == .catalogEntryRegistered {
      try addDepartments(ofEntryOf: event, to: &changes)
    }
  }

  /// Makes the rows of a stream again.
  private func remake(_ stream: NameHash, to changes: inout RowChanges) throws(LedgerError) {
    let events = try log.events(in: stream)
    for event in events { RowMapping.addRemovals(of: event, to: &changes) }
    var filings: [ViewedEvent] = []
    if events.first?.form.category == .catalogEntry {
      filings = try log.events(of: .catalogFiled).filter { !corrections.leavesOut($0) }
    }
    try Self.addRows(of: events, corrections, filings, to: &changes) { event in
      CorrectedStates(self.log, self.corrections, before: event.position)
    }
  }

  /// Adds the rows of a stream that has none.
  ///
  /// - Parameters:
  ///   - events: those of the stream, in the order of the log.
  ///   - filings: those that may list the entry, if it is one.
  ///   - states: gives the states before an event.
  static func addRows<States: StateLookup>(
    of events: [ViewedEvent], _ corrections: StandingCorrections, _ filings: [ViewedEvent],
    to changes: inout RowChanges, given states: (ViewedEvent) -> States
  ) throws(LedgerError) {
    let remaining = StreamFold.remaining(events, corrections)
    guard let first = remaining.first else { return }
    let entry = first.subject
    let listing = filings.filter { $0.texts(.entries).contains(entry) }
    let rest = (remaining.dropFirst() + listing).sorted { $0.position < $1.position }
    for event in [first] + rest {
      var states = states(event)
      try RowMapping.addChanges(
        of: event, isFirst: event.position == first.position,
        onlyTo: event.type == .catalogFiled ? entry : nil, given: &states, to: &changes)
    }
  }

  /// Adds that the rows of matters about an entry tell anew whose it was.
  private func addDepartments(
    ofEntryOf event: ViewedEvent, to changes: inout RowChanges
  ) throws(LedgerError) {
    guard event.form.category == .catalogEntry else { return }
    for opening in try log.events(ofMatter: event.streamHash)
    where RowMapping.tellsDepartment(opening.type) && opening.streamHash != event.streamHash
      && !corrections.leavesOut(opening)
    {
      var states = CorrectedStates(log, corrections, before: opening.position)
      try RowMapping.addDepartment(of: opening, given: &states, to: &changes)
    }
  }
}
