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
  var later = LaterActs()

  /// The matters, by kind.
  var matters = MatterTables()
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

  // MARK: What happens to obligations

  /// An act on a matter: what it does to each obligation is for the rule to say.
  ///
  /// - Parameter effects: what acts of this type do under the rule of each place.
  mutating func act(
    _ kind: ObligationRule.Subject, _ subject: Name, _ part: Obligation.Part,
    _ effects: ActEffects, by discharge: Obligation.Discharge, _ clock: @autoclosure () -> ClockAct
  ) {
    let record = matters[kind][subject]
    // What was put away, or is not known yet, must be told when the report is made.
    var isNoted = effects.movesClocks || (record == nil && (effects.discharges || effects.closes))
    for number in record?.obligations ?? 0..<0 {
      isNoted = act(number, part, effects, discharge) || isNoted
    }
    if matters.opensLater(kind) {
      for number in matters.openedLater(kind, subject) {
        isNoted = act(number, part, effects, discharge) || isNoted
      }
    }
    if isNoted {
      later.add(.init(kind: kind, part: part, act: clock(), discharge: discharge), to: subject)
    }
  }

  /// Whether the act must be told when the report is made, because the obligation was put away.
  private mutating func act(
    _ number: Int64, _ part: Obligation.Part, _ effects: ActEffects,
    _ discharge: Obligation.Discharge
  ) -> Bool {
    let other: Obligation.Discharge?
    if window.contains(number) {
      other = window.update(number) { $0.apply(effects, part, discharge) }
    } else if var straggler = stragglers[number] {
      let wasSettled = straggler.isSettled
      other = straggler.apply(effects, part, discharge)
      stragglers[number] = straggler
      if straggler.isSettled, !wasSettled { settledStragglers.append(number) }
    } else {
      return effects.discharges || effects.closes
    }
    if let other { later.add(other, to: number) }
    return false
  }

  /// Closes those that wait for an entry, where their rule says so.
  mutating func close(entry: Name, at moment: Moment, _ effects: ActEffects) {
    for number in byEntry[entry] ?? [] { close(number, at: moment, effects) }
  }

  /// Closes one, where its rule says so.
  mutating func close(_ number: Int64, at moment: Moment, _ effects: ActEffects) {
    if window.contains(number) {
      window.update(number) { if effects.closes($0.rule) { $0.close(at: moment) } }
    } else if var straggler = stragglers[number], effects.closes(straggler.rule) {
      let wasSettled = straggler.isSettled
      straggler.close(at: moment)
      stragglers[number] = straggler
      if straggler.isSettled, !wasSettled { settledStragglers.append(number) }
    }
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
    matters.settle(obligation)
    guard case .entry(let entry) = obligation.part, var numbers = byEntry[entry] else { return }
    numbers.removeAll { $0 == obligation.number }
    byEntry[entry] = numbers.isEmpty ? nil : numbers
  }
}

extension Obligation {
  /// Applies an act. Of two discharges it gives the later one, where the earlier became known late
  /// and so may need its support.
  fileprivate mutating func apply(
    _ effects: ActEffects, _ act: Part, _ discharge: Discharge
  ) -> Discharge? {
    guard isConcerned(by: act, at: discharge.moment) else { return nil }
    if effects.discharges(rule) {
      guard let other = self.discharge(by: discharge), self.discharge?.isPrompt == false else {
        return nil
      }
      return other
    }
    if effects.closes(rule) { close(at: discharge.moment) }
    return nil
  }
}
