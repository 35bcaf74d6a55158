import WorkingDays

/// How the bodies did their duties in a period: what an evaluation of their work rests on (art. 35).
///
/// It follows from an audit of the log, and from nothing else.
///
/// **What is counted.** The duties whose clock started in the period, by their verdicts. Only duties with a
/// period can be on time: under the default book updates of the catalogue (art. 16, 15 working days) and
/// replies to requests (art. 23, 10 working days). The rate is ``Verdict/met`` among these and
/// ``Verdict/late`` and ``Verdict/overdue``; what is not due yet, was closed in time or has no period is
/// counted by its verdict and is no part of the rate. Violations and remarks are those whose act lies in
/// the period. The shares of sharing types are those of the entries that are not retired at the as-of time.
public struct Scorecard: Sendable {
  /// The log that was read.
  public let ledger: LogHead
  /// The as-of and known-at time.
  public let scope: AuditScope
  /// The rule books that were applied.
  public let ruleBook: RuleBookNames
  /// The period; a side that is `nil` is open.
  public let period: Period
  /// The bodies: province, cities, counties, then those that are not registered; in each level by rank,
  /// those without one at the end, and by code.
  public let bodies: [Body]

  /// Days from one to another, both of them in it.
  public struct Period: Hashable, Sendable {
    /// The first day; `nil` for all before the last.
    public let from: CivilDate?
    /// The last day; `nil` for all after the first.
    public let to: CivilDate?

    /// A period; one that ends before it begins holds no day.
    public init(from: CivilDate? = nil, to: CivilDate? = nil) {
      self.from = from
      self.to = to
    }

    /// Whether a day lies in it.
    public func contains(_ day: CivilDate) -> Bool {
      (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
    }
  }

  /// What a body did.
  public struct Body: Hashable, Sendable {
    /// Its code.
    public let department: BodyCode
    /// What it was registered as; `nil` where its registration does not count.
    public let registered: RegisteredBody?
    /// Its division in force on the as-of day.
    public let division: Division?
    /// Whether the order binds it by reference only (参照, art. 39).
    public let isByReference: Bool
    /// Its duties by verdict.
    public let verdicts: [Verdict: Int]
    /// The share of duties done on time among those that were due, in tenths of a percent, halves up; `nil`
    /// where nothing was due.
    public let onTimePermille: Int?
    /// The median of the working days taken by duties that were discharged and have a period of working
    /// days (nearest rank); `nil` where there is none.
    public let medianWorkingDays: Int?
    /// The 90th percentile of the same.
    public let ninetiethPercentileWorkingDays: Int?
    /// How many violations it committed.
    public let violations: Int
    /// How many remarks there are about it, which are no faults.
    public let remarks: Int
    /// Its entries by sharing type; `nil` where it has none.
    public let sharing: SharingShare?
    /// Its place among the bodies of its level by the rate, from 1; equal rates share one. `nil` without a
    /// rate or a level.
    public fileprivate(set) var rank: Int?

    /// The level of its division.
    public var level: Division.Level? { division?.level }

    /// How many duties have a verdict.
    public subscript(verdict: Verdict) -> Int { verdicts[verdict, default: 0] }
  }

  /// What a registration says of a body.
  public struct RegisteredBody: Hashable, Sendable {
    /// Its full name.
    public let name: String
    /// The division under which it was registered.
    public let division: Division
    /// What it is.
    public let kind: BodyKind
  }
}

extension Scorecard {
  /// The scorecard of an audit.
  ///
  /// - Parameters:
  ///   - report: of all bodies.
  ///   - facts: folded from the same log, for the same times.
  ///   - heirs: who answers for whom then.
  ///   - entries: the entries that are not retired then, by department and by how they are shared.
  ///   - division: only bodies of this division, as it is on the as-of day; all by default.
  ///   - department: only this body.
  ///   - bound: whom the order binds: others are listed only for what they owe or is found about them.
  /// - Throws: `inputOutput` when findings that were put away cannot be read again.
  package init(
    _ report: AuditReport, _ facts: ScorecardFacts, _ heirs: Heirs,
    entries: [BodyCode: [SharingType: Int]], period: Period, division: Division? = nil,
    department: BodyCode? = nil, binding bound: RuleBook.Bound?
  ) throws(LedgerError) {
    ledger = report.ledger
    scope = report.scope
    ruleBook = report.ruleBook
    self.period = period
    let today = report.scope.asOf.beijingDate
    let tallies = try Tally.all(of: report, facts, in: period)
    let shares = entries.compactMapValues { SharingShare($0) }
    let registered = facts.bodies
    let listed = registered.filter { bound?.includes($0.value) ?? true }.map(\.key)
    var bodies = Set(listed).union(tallies.keys).map { code in
      let registered = registered[code]
      return Body(
        code, registered, tallies[code] ?? Tally(), shares[code],
        in: registered.map { heirs.division($0.division, on: today) },
        isByReference: report.isByReference(code))
    }
    Self.rank(&bodies)
    let wanted = division.map { heirs.division($0, on: today) }
    bodies.removeAll { body in
      (wanted.map { body.division != $0 } ?? false)
        || (department.map { body.department != $0 } ?? false)
    }
    self.bodies = bodies.sorted { $0.place < $1.place }
  }

  /// Gives those of each level that have a rate their ranks.
  private static func rank(_ bodies: inout [Body]) {
    var rates: [Division.Level: [Int]] = [:]
    for body in bodies {
      if let level = body.level, let rate = body.onTimePermille {
        rates[level, default: []].append(rate)
      }
    }
    let better = rates.mapValues { rates in
      let sorted = rates.sorted(by: >)
      return Dictionary(zip(sorted, 1...)) { first, _ in first }
    }
    for place in bodies.indices {
      guard let level = bodies[place].level, let rate = bodies[place].onTimePermille else {
        continue
      }
      bodies[place].rank = better[level]?[rate]
    }
  }
}

extension Scorecard.Body {
  fileprivate init(
    _ code: BodyCode, _ registered: Scorecard.RegisteredBody?, _ tally: Scorecard.Tally,
    _ sharing: SharingShare?, in division: Division?, isByReference: Bool
  ) {
    department = code
    self.registered = registered
    self.division = division
    self.isByReference = isByReference
    verdicts = tally.verdicts
    onTimePermille = tally.onTimePermille
    let taken = tally.workingDays.sorted()
    medianWorkingDays = taken.percentile(50)
    ninetiethPercentileWorkingDays = taken.percentile(90)
    violations = tally.violations
    remarks = tally.remarks
    self.sharing = sharing
  }

  /// Where it stands in the list.
  fileprivate var place: (Int, Int, BodyCode) {
    let level =
      switch self.level {
      case .province: 0
      case .city: 1
      case .county: 2
      case nil: 3
      }
    return (level, rank ?? .max, department)
  }
}

extension [Int] {
  /// The value of a percentile by nearest rank, of values in order; `nil` of none.
  func percentile(_ percent: Int) -> Int? {
    isEmpty ? nil : self[(percent * count + 99) / 100 - 1]
  }
}

extension RuleBook.Bound {
  fileprivate func includes(_ body: Scorecard.RegisteredBody) -> Bool {
    includes(BodyState(division: body.division, kind: body.kind, position: 0))
  }
}

extension Scorecard {
  /// What was found about a body in a period.
  struct Tally {
    var verdicts: [Verdict: Int] = [:]
    /// What each duty took that was discharged and has a period of working days.
    var workingDays: [Int] = []
    var violations = 0
    var remarks = 0

    /// By body; those only about whom something was found.
    static func all(
      of report: AuditReport, _ facts: ScorecardFacts, in period: Period
    ) throws(LedgerError) -> [BodyCode: Tally] {
      var tallies: [BodyCode: Tally] = [:]
      var count = 0
      for finding in report.obligations {
        count += 1
        guard period.contains(finding.trigger.on) else { continue }
        tallies[finding.department, default: Tally()].add(finding)
      }
      try report.obligations.check(count: count)
      for violation in report.violations where period.contains(facts.day(of: violation)) {
        tallies[violation.department, default: Tally()].violations += 1
      }
      for remark in report.remarks where period.contains(facts.day(of: remark)) {
        tallies[remark.department, default: Tally()].remarks += 1
      }
      return tallies
    }

    private mutating func add(_ finding: ObligationFinding) {
      verdicts[finding.verdict, default: 0] += 1
      guard finding.discharge != nil, finding.workingDays != nil else { return }
      if let taken = finding.workingDaysTaken { workingDays.append(taken) }
    }

    /// The share of those on time, in tenths of a percent.
    var onTimePermille: Int? {
      let met = verdicts[.met, default: 0]
      let due = met + verdicts[.late, default: 0] + verdicts[.overdue, default: 0]
      return due == 0 ? nil : (2000 * met + due) / (2 * due)
    }
  }
}
