import Synchronization
import WorkingDays

/// One question to a replay.
public struct ReplayQuestion: Sendable {
  /// The times that are asked about, and whose findings are wanted.
  public var scope: AuditScope
  /// The rules to judge by.
  public var rules: RulesInForce
  /// The calendar to count with.
  public var calendar: CalendarChoice

  /// Asks about times, under rules.
  public init(_ scope: AuditScope, rules: RulesInForce, calendar: CalendarChoice = .inForce) {
    self.scope = scope
    self.rules = rules
    self.calendar = calendar
  }
}

/// Runs independent pieces of work, on as many cores as its maker has.
public struct Workers: Sendable {
  let perform: @Sendable (Int, @Sendable (Int) -> Void) -> Void

  /// - Parameter perform: calls the second argument with every number below the first, and returns
  ///   when all calls have.
  public init(_ perform: @escaping @Sendable (Int, @Sendable (Int) -> Void) -> Void) {
    self.perform = perform
  }

  /// One after the other.
  public static let one = Workers { count, work in (0..<count).forEach(work) }

  /// What `make` makes of every number below a count, in their order.
  ///
  /// - Throws: what it throws first.
  func map<Made: Sendable>(
    _ count: Int, _ make: @Sendable (Int) throws(LedgerError) -> Made
  ) throws(LedgerError) -> [Made] {
    let made = Mutex([Result<Made, LedgerError>?](repeating: nil, count: count))
    perform(count) { number in
      let result: Result<Made, LedgerError>
      do throws(LedgerError) {
        result = .success(try make(number))
      } catch {
        result = .failure(error)
      }
      made.withLock { $0[number] = result }
    }
    var all: [Made] = []
    for result in made.withLock({ $0 }) {
      if let result { all.append(try result.get()) }
    }
    return all
  }
}

extension Replay {
  /// The report on all that was folded.
  ///
  /// - Parameters:
  ///   - scope: the times that are asked about, and whose findings are wanted.
  ///   - rules: the rules to judge by.
  /// - Throws: `damaged` when the versions of a stream do not ascend, `inputOutput` when what was put
  ///   away cannot be read again.
  public func report(
    _ scope: AuditScope, rules: RulesInForce, workers: Workers = .one
  ) throws(LedgerError) -> AuditReport {
    try reports([ReplayQuestion(scope, rules: rules)], workers: workers)[0]
  }

  /// The reports that answer questions, in one pass over what was gathered.
  ///
  /// - Throws: as ``report(_:rules:workers:)``.
  public func reports(
    _ questions: [ReplayQuestion], workers: Workers = .one
  ) throws(LedgerError) -> [AuditReport] {
    let corrected = CorrectedNames(corrections)
    let (facts, gaps) = try facts(questions, corrected, workers)
    let asked = zip(questions, facts).map { AskedJudge($0, $1, self) }
    let judged = try workers.map(parts.count) { (part) throws(LedgerError) in
      try judge(part, asked, corrected)
    }
    let gap = (gaps + judged.flatMap { $0.gaps }).min { $0.position < $1.position }
    if let gap { throw gap.error }
    let ids = try ids(ofFacts: judged.flatMap(\.findings), workers)
    return asked.indices.map { number in
      asked[number].report(judged.map { $0.findings[number] }, of: self, ids)
    }
  }

  /// Calls `body` with the obligations of every matter, as what counts at the times asked about makes
  /// them, by default everything, and where their names stand.
  ///
  /// - Returns: the first event that is not the next of its stream.
  func forEachJudgedMatter(
    in scope: AuditScope = .everything, under rules: RulesInForce,
    _ body: ([Obligation], EventPage) throws -> Void
  ) throws -> VersionGap? {
    let names = CorrectedNames(corrections)
    let remaining = RemainingActs(corrections.standing(in: scope), in: scope)
    var (facts, gaps) = try facts([ReplayQuestion(scope, rules: rules)], names, .one)
    var judge = Judge(rules, facts[0], scope: scope)
    for part in 0..<parts.count {
      let acts = try acts(ofPart: part, tellingFacts: false)
      if let gap = acts.gap { gaps.append(gap) }
      let corrected = names.positions(in: acts.page)
      try acts.forEachMatter { matter in
        let matter = remaining.matter(matter, among: corrected)
        judge.judgeObligations(of: matter)
        if !judge.obligations.isEmpty { try body(judge.obligations, matter.page) }
      }
    }
    return gaps.min { $0.position < $1.position }
  }

  /// The catalogue entries that are not retired at the times asked about, by department and by how they
  /// are shared.
  package func currentEntries(
    in scope: AuditScope, under rules: RulesInForce
  ) throws(LedgerError) -> [BodyCode: [SharingType: Int]] {
    let (facts, gaps) = try facts(
      [ReplayQuestion(scope, rules: rules)], CorrectedNames(corrections), .one)
    if let gap = gaps.min(by: { $0.position < $1.position }) { throw gap.error }
    let now = Moment(occurredAt: scope.asOf, position: .max)
    var entries: [BodyCode: [SharingType: Int]] = [:]
    facts[0].forEachEntry { held in
      guard held.history.isKnown, let entry = held.facts(at: now), !entry.isRetired,
        let sharing = entry.sharing
      else { return }
      entries[entry.department, default: [:]][sharing, default: 0] += 1
    }
    return entries
  }

  // MARK: Facts

  /// The facts at the times of each question; they are complete before anything is judged.
  private func facts(
    _ questions: [ReplayQuestion], _ corrected: CorrectedNames, _ workers: Workers
  ) throws(LedgerError) -> ([GatheredFacts], [VersionGap]) {
    let standing = questions.map { corrections.standing(in: $0.scope) }
    let remaining = zip(standing, questions).map { RemainingActs($0, in: $1.scope) }
    let found = try workers.map(parts.count) { (part) throws(LedgerError) in
      try self.facts(ofPart: part, questions, corrected, remaining)
    }
    let all = questions.indices.map { number in
      let heirs = successions.heirs(in: questions[number].scope, standing[number])
      var all = GatheredFacts(tables: parts.count, key: parts.key, heirs)
      for part in found { all.add(part.facts[number]) }
      return all
    }
    return (all, found.compactMap { $0.gap })
  }

  private func facts(
    ofPart part: Int, _ questions: [ReplayQuestion], _ names: CorrectedNames,
    _ remaining: [RemainingActs]
  ) throws(LedgerError) -> (facts: [GatheredFacts], gap: VersionGap?) {
    let acts = try acts(ofPart: part, tellingFacts: true)
    var facts = questions.map { _ in GatheredFacts(tables: parts.count, key: parts.key) }
    let corrected = names.positions(in: acts.page)
    let all = acts.page.events.lazy.map { Act(page: acts.page, view: $0) }
    if corrected.isEmpty {
      for act in all {
        for (number, question) in questions.enumerated() {
          facts[number].tell(act, counts: question.scope.counts(act.view))
        }
      }
    } else {
      for (number, question) in questions.enumerated() {
        for act in remaining[number].firstActsFirst(all, among: corrected) {
          facts[number].tell(act, counts: question.scope.counts(act.view))
        }
      }
    }
    acts.forEachMatter { entry in
      guard entry.category == .catalogEntry else { return }
      for (number, question) in questions.enumerated() {
        facts[number].tellIdleRevisions(
          of: remaining[number].matter(entry, among: corrected), question.scope)
      }
    }
    return (facts, acts.gap)
  }

  /// The ids of the facts that violations rest on, by position. Facts are kept without them: few are
  /// ever asked for.
  private func ids(
    ofFacts findings: [FindingsOfPart], _ workers: Workers
  ) throws(LedgerError) -> [Int64: Identifier] {
    let positions = Set(findings.lazy.flatMap(\.violations).flatMap(\.unnamed))
    guard !positions.isEmpty else { return [:] }
    let found = try workers.map(parts.count) { (part) throws(LedgerError) in
      PackedActsReader.ids(
        at: positions, in: try run(ofPart: part, tellingFacts: true).bytes(padding: 0))
    }
    let ids = found.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    guard ids.count == positions.count else { throw BlockRun.unreadable }
    return ids
  }

  // MARK: Parts

  /// What was found in a part, for each question, and events that are not the next of their streams.
  private func judge(
    _ part: Int, _ asked: [AskedJudge], _ names: CorrectedNames
  ) throws(LedgerError) -> (findings: [FindingsOfPart], gaps: [VersionGap]) {
    var judges = asked
    var gaps: [VersionGap] = []
    for tellingFacts in [true, false] {
      let run = try acts(ofPart: part, tellingFacts: tellingFacts)
      if let gap = run.gap { gaps.append(gap) }
      let corrected = names.positions(in: run.page)
      run.forEachMatter { matter in
        for number in judges.indices { judges[number].judge(matter, among: corrected) }
      }
    }
    let findings = try judges.map { (judge) throws(LedgerError) in
      try judge.findings.putAway(in: space, blockSize: blockSize)
    }
    return (findings, gaps)
  }

  private func acts(
    ofPart part: Int, tellingFacts tellsFacts: Bool
  ) throws(LedgerError) -> ActsByMatter {
    let run = run(ofPart: part, tellingFacts: tellsFacts)
    return try ActsByMatter(try run.bytes(padding: LeafPage.padding))
  }

  private func run(ofPart part: Int, tellingFacts tellsFacts: Bool) -> BlockRun {
    runs[Int(ReplayParts.Run(part: part, tellsFacts: tellsFacts).number)]
  }
}
