/// The findings on all obligations of an audit, by trigger position, then id.
///
/// They are made as they are asked for, from what the replay kept: a report on millions of
/// obligations is never in memory at once.
public struct ObligationFindings: Sequence, Sendable {
  private let book: ObligationBook
  private let names: LongNames
  private let department: BodyCode?
  private let judge: ObligationJudge

  /// How many findings there are.
  public private(set) var count = 0

  init(
    book: ObligationBook, names: LongNames, department: BodyCode?, judge: ObligationJudge
  ) {
    self.book = book
    self.names = names
    self.department = department
    self.judge = judge
  }

  /// Whether there is none.
  public var isEmpty: Bool { count == 0 }

  /// How many obligations have each verdict. Sets ``count``.
  ///
  /// - Throws: `inputOutput` when what was put away cannot be read again.
  mutating func countVerdicts() throws(LedgerError) -> [Verdict: Int] {
    var judge = judge
    var counts = [Int](repeating: 0, count: Verdict.allCases.count)
    var read: Int64 = 0
    var obligations = ObligationMerge(book)
    while let obligation = obligations.next() {
      read += 1
      guard concerns(obligation),
        let verdict = judge.verdict(ObligationWithActs(obligation, book.later, under: judge.rules))
      else { continue }
      counts[verdict.place] += 1
    }
    var verdicts: [Verdict: Int] = [:]
    for verdict in Verdict.allCases where counts[verdict.place] > 0 {
      verdicts[verdict] = counts[verdict.place]
    }
    guard read == book.next else {
      throw LedgerError(
        .inputOutput, "only \(read) of \(book.next) obligations could be read again; try again")
    }
    count = verdicts.values.reduce(0, +)
    return verdicts
  }

  /// Going through the findings ends early when what was put away cannot be read again: whoever
  /// has gone through them all tells how many there were.
  ///
  /// - Throws: `inputOutput` when there were too few.
  public func check(count found: Int) throws(LedgerError) {
    guard found == count else {
      throw LedgerError(
        .inputOutput, "only \(found) of \(count) findings could be read again; audit again")
    }
  }

  private func concerns(_ obligation: Obligation) -> Bool {
    department.map { $0 == obligation.department } ?? true
  }

  /// Goes through the findings from the first.
  public func makeIterator() -> Iterator {
    Iterator(
      obligations: ObligationMerge(book), later: book.later, names: names,
      department: department, judge: judge)
  }

  /// Goes through the findings in order.
  public struct Iterator: IteratorProtocol {
    private var obligations: ObligationMerge
    private let later: LaterActs
    private let names: LongNames
    private let department: BodyCode?
    private var judge: ObligationJudge
    /// The next obligation, which an event further on opened.
    private var following: Obligation?
    /// The findings that one event opened, the last first.
    private var group: [ObligationFinding] = []

    fileprivate init(
      obligations: ObligationMerge, later: LaterActs, names: LongNames, department: BodyCode?,
      judge: ObligationJudge
    ) {
      self.obligations = obligations
      self.later = later
      self.names = names
      self.department = department
      self.judge = judge
      following = self.obligations.next()
    }

    /// The next finding.
    public mutating func next() -> ObligationFinding? {
      while group.isEmpty, let first = following { readGroup(from: first) }
      return group.popLast()
    }

    /// Reads the obligations that the event of `first` opened, which are neighbours.
    private mutating func readGroup(from first: Obligation) {
      let position = first.opening.moment.position
      while let obligation = following, obligation.opening.moment.position == position {
        if department == nil || department == obligation.department {
          let acted = ObligationWithActs(obligation, later, under: judge.rules)
          if let finding = judge.finding(acted, names) { group.append(finding) }
        }
        following = obligations.next()
      }
      if group.count > 1 { group.sort { $0.id > $1.id } }
    }
  }
}

extension Verdict {
  fileprivate var place: Int {
    switch self {
    case .met: 0
    case .late: 1
    case .overdue: 2
    case .pending: 3
    case .closed: 4
    }
  }
}

/// The obligations of a book by number, from wherever they were put.
struct ObligationMerge {
  private var runs: [SettledRunReader]
  /// The stragglers and then the window, by number.
  private let kept: [Obligation]
  private var nextKept = 0

  init(_ book: ObligationBook) {
    runs = book.settled.runs.map { SettledRunReader($0) }
    kept = book.stragglers.values.sorted { $0.number < $1.number } + book.window.all
  }

  mutating func next() -> Obligation? {
    var earliest: Int?
    var number = nextKept < kept.count ? kept[nextKept].number : .max
    for (place, run) in runs.enumerated() {
      if let next = run.next, next.number < number { (earliest, number) = (place, next.number) }
    }
    guard let earliest else {
      guard nextKept < kept.count else { return nil }
      nextKept += 1
      return kept[nextKept - 1]
    }
    guard let obligation = runs[earliest].next else { return nil }
    runs[earliest].advance()
    return obligation
  }
}
