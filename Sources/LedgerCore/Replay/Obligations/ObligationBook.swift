/// The obligations that a replay has met so far, and what happened to each.
///
/// The newest stand in a window; those that leave it are put away if they are discharged, and else
/// kept until they are. So memory grows with what is open, not with what has passed.
struct ObligationBook {
  /// How much is kept at hand.
  struct Sizes {
    /// How many obligations the window holds.
    var window = 1 << 15
    /// How many of them leave it, or are put away, at a time.
    var step = 1 << 12
    /// How many bytes are put away at a time.
    var block = 1 << 16
  }

  private let sizes: Sizes

  var window = ObligationWindow()
  /// Those that left the window before they were discharged, by number.
  private(set) var stragglers: [Int64: Obligation] = [:]
  /// The numbers of those among them that have been settled since.
  var settledStragglers: [Int64] = []
  var settled: SettledObligations
  var late = LateDischarges()

  var triggers = NameTable<SubjectRecord>()
  var requests = NameTable<SubjectRecord>()
  var incidents = NameTable<SubjectRecord>()
  /// The numbers of the obligations in the window, and of stragglers, that wait for an entry.
  private var byEntry = NameTable<[Int64]>()

  init(space: any SpillSpace, sizes: Sizes = Sizes()) {
    self.sizes = sizes
    settled = SettledObligations(space: space, blockSize: sizes.block)
  }

  /// The number of the next obligation, and so how many there are.
  var next: Int64 { window.next }

  mutating func open(_ obligation: Obligation) {
    window.append(obligation)
    waitForEntry(obligation)
  }

  /// Adds one that left the window before it was discharged.
  mutating func add(straggler: Obligation) {
    stragglers[straggler.number] = straggler
    waitForEntry(straggler)
  }

  private mutating func waitForEntry(_ obligation: Obligation) {
    guard case .entry(let entry) = obligation.part else { return }
    byEntry[entry] = (byEntry[entry] ?? []) + [obligation.number]
  }

  // MARK: Subjects

  private func record(_ kind: ObligationRule.Subject, _ subject: Name) -> SubjectRecord? {
    switch kind {
    case .updateTrigger: triggers[subject]
    case .shareRequest: requests[subject]
    case .incidentReport: incidents[subject]
    }
  }

  // MARK: What happens to obligations

  /// Discharges a part of a subject's obligations.
  mutating func discharge(
    _ kind: ObligationRule.Subject, _ subject: Name, _ part: Obligation.Part,
    by citation: Obligation.Citation
  ) {
    let record = record(kind, subject)
    for number in record?.obligations ?? 0..<0 { discharge(number, part, citation) }
    if record.map({ $0.unsettled < $0.opened }) ?? true {
      late.add(kind, subject, part, citation)
    }
  }

  private mutating func discharge(
    _ number: Int64, _ part: Obligation.Part, _ citation: Obligation.Citation
  ) {
    if window.contains(number) {
      window.update(number) { if $0.isConcerned(by: part) { $0.discharge(by: citation) } }
    } else if stragglers[number]?.isConcerned(by: part) == true {
      update(straggler: number) { $0.discharge(by: citation) }
    }
  }

  /// Closes a subject's obligations.
  mutating func close(_ kind: ObligationRule.Subject, _ subject: Name, at moment: Moment) {
    for number in record(kind, subject)?.obligations ?? 0..<0 { close(number, at: moment) }
  }

  /// Closes those that wait for an entry.
  mutating func close(entry: Name, at moment: Moment) {
    for number in byEntry[entry] ?? [] { close(number, at: moment) }
  }

  /// Closes one.
  mutating func close(_ number: Int64, at moment: Moment) {
    if window.contains(number) {
      window.update(number) { $0.close(at: moment) }
    } else {
      update(straggler: number) { $0.close(at: moment) }
    }
  }

  private mutating func update(straggler number: Int64, _ change: (inout Obligation) -> Void) {
    guard var straggler = stragglers[number] else { return }
    let wasSettled = straggler.isSettled
    change(&straggler)
    stragglers[number] = straggler
    if straggler.isSettled, !wasSettled { settledStragglers.append(number) }
  }

  // MARK: Putting away

  /// Puts away what may be, between two events.
  mutating func putAway() throws(LedgerError) {
    // One page may open more than a step.
    while window.count > sizes.window {
      for obligation in window.removeFirst(sizes.step) {
        if obligation.isSettled {
          try settled.add(obligation)
          forget(obligation)
        } else {
          stragglers[obligation.number] = obligation
        }
      }
    }
    if settledStragglers.count > sizes.step { try putAwayStragglers() }
  }

  private mutating func putAwayStragglers() throws(LedgerError) {
    let leaving = settledStragglers.sorted().compactMap { stragglers.removeValue(forKey: $0) }
    settledStragglers = []
    try settled.addRun(leaving)
    for obligation in leaving { forget(obligation) }
  }

  /// Forgets what pointed to an obligation that was put away.
  private mutating func forget(_ obligation: Obligation) {
    switch obligation.kind {
    case .updateTrigger: Self.settle(obligation, &triggers)
    case .shareRequest: Self.settle(obligation, &requests)
    case .incidentReport: Self.settle(obligation, &incidents)
    }
    guard case .entry(let entry) = obligation.part, var numbers = byEntry[entry] else { return }
    numbers.removeAll { $0 == obligation.number }
    byEntry[entry] = numbers.isEmpty ? nil : numbers
  }

  private static func settle(_ obligation: Obligation, _ subjects: inout NameTable<SubjectRecord>) {
    guard var record = subjects[obligation.subject] else { return }
    record.unsettled -= min(1, record.unsettled)
    // A reply may cross a withdrawal, and is judged by what was asked for.
    let isForgotten = record.unsettled == 0 && obligation.discharge != nil
    subjects[obligation.subject] = isForgotten ? nil : record
  }
}
