import WorkingDays

/// The judge with a question, and what it found in a part so far.
struct AskedJudge: Sendable {
  private let question: ReplayQuestion
  /// The pairs of an entry and a body for which it matters what the body asked for.
  private let pairs: EntryBodyPairs
  private let calendar: HolidayCalendar
  private var judge: Judge<GatheredFacts>
  private var verdicts: ObligationJudge
  /// The corrections that stand at the times asked about.
  private let corrections: StandingCorrections
  private(set) var findings = FindingsOfPart.Open()

  init(_ question: ReplayQuestion, _ facts: GatheredFacts, _ replay: Replay) {
    self.question = question
    pairs = replay.pairs
    let scope = question.scope
    corrections = replay.corrections.standing(in: scope)
    calendar = replay.calendar(with: question.calendar.notices, corrections)
      .asKnown(on: scope.knownAt.beijingDate)
    let rules =
      question.calendar.isAtStart ? question.rules.countingAsKnownAtTheStart() : question.rules
    judge = Judge(rules, facts, scope: scope)
    verdicts = ObligationJudge(calendar: calendar, scope: scope, rules: rules)
  }

  /// Judges a matter, without what was corrected, and takes note of what is found about the bodies that
  /// are asked about.
  ///
  /// - Parameter corrected: the positions of the acts that corrections are about.
  mutating func judge(_ whole: ActedMatter, among corrected: Set<Int64>) {
    var matter = whole
    if !corrected.isEmpty {
      noteCorrected(whole, among: corrected)
      matter = RemainingActs(corrections, in: question.scope).matter(whole, among: corrected)
    }
    judge.judge(matter)
    if matter.category == .shareRequest, pairs.contain(matter, judge.heirs),
      let (request, keys) = judge.pastRequest(matter)
    {
      findings.add(request, keys)
    }
    for obligation in judge.obligations where concerns(obligation.department) {
      guard let verdict = verdicts.verdict(obligation) else { continue }
      findings.add(obligation, verdict, matter.page)
    }
    for outside in judge.outOfScope where concerns(outside.department) {
      findings.add(outside, article: question.rules.places[outside.rule].rule.article, matter.page)
    }
    for violation in judge.violations where concerns(violation.department) {
      findings.add(violation, matter.page)
    }
  }

  private mutating func noteCorrected(_ matter: ActedMatter, among corrected: Set<Int64>) {
    for place in matter.places where !place.isOfOther {
      let act = matter.act(at: place)
      guard corrected.contains(act.view.position), concerns(act.view.actor),
        let correction = corrections[matter.page.identifier(act.view.id)]
      else { continue }
      findings.add(CorrectedEvent(correction, at: act.view.position))
    }
  }

  private func concerns(_ body: BodyCode) -> Bool {
    question.scope.department.map { $0 == body } ?? true
  }

  /// The report on what was found in all parts.
  ///
  /// - Parameter ids: those of the facts that violations rest on.
  func report(
    _ parts: [FindingsOfPart], of replay: Replay, _ ids: [Int64: Identifier]
  ) -> AuditReport {
    var counts: [Verdict: Int] = [:]
    for part in parts { counts.merge(part.verdicts, uniquingKeysWith: +) }
    var requests = PastRequests()
    for part in parts { requests.add(part.requests) }
    let found = parts.flatMap(\.violations).filter { !$0.isExempt(given: requests, judge.heirs) }
      .map { $0.violation(under: question.rules, ids) }
      .sorted { ($0.position, $0.rule) < ($1.position, $1.rule) }
    let violations = found.filter { $0.grade == .violation }
    let remarks = found.filter { $0.grade == .remark }
    let corrected = parts.flatMap(\.corrected).sorted { $0.position < $1.position }
    let outOfScope = Set(parts.flatMap(\.outOfScope))
      .sorted { ($0.position, $0.article) < ($1.position, $1.article) }
    return AuditReport(
      ledger: replay.head, scope: question.scope, rules: question.rules,
      summary: AuditReport.Summary(
        counts, violations: violations.count, remarks: remarks.count, corrected: corrected.count),
      obligations: ObligationFindings(
        parts.map(\.obligations), count: counts.values.reduce(0, +), judge: verdicts),
      violations: violations, remarks: remarks, corrected: corrected, outOfScope: outOfScope,
      calendar: calendar,
      utilities: judge.facts.bodies(.utility))
  }
}

/// A violation with the ids that stand beside the acts on its matter; those of facts, which other parts
/// hold, are looked up when everything was judged.
struct NotedViolation: Sendable {
  private let check: Int
  private let department: BodyCode
  private let act: Violation.Evidence
  private let evidence: [(position: Int64, event: Identifier?)]
  private let expected: [BodyCode]
  private let applicant: String?
  private let daysLate: Int?
  private let unless: (condition: Exemption.Condition, key: PastRequests.Key)?

  init(_ found: FoundViolation, _ texts: some NamedTexts) {
    check = found.check
    department = found.department
    act = Violation.Evidence(
      position: found.act.moment.position, event: texts.identifier(found.act.event))
    expected = found.expected
    applicant = found.applicant.map { texts.identifier($0).text }
    daysLate = found.daysLate
    unless = found.unless.map { exemption in
      (
        exemption.condition,
        PastRequests.Key(entry: texts.identifier(exemption.entry), requester: exemption.body)
      )
    }
    evidence = found.evidence.map { ($0.position, $0.event.map { texts.identifier($0) }) }
  }

  /// The positions of the events whose ids are not known yet.
  var unnamed: some Sequence<Int64> { evidence.lazy.filter { $0.event == nil }.map(\.position) }

  /// Whether it is none, given what bodies asked for.
  func isExempt(given requests: PastRequests, _ heirs: Heirs) -> Bool {
    unless.map { requests.meet($0.condition, $0.key, heirs) } ?? false
  }

  /// The violation as reports say it.
  ///
  /// - Parameter ids: those of the events whose ids were not known.
  func violation(under rules: RulesInForce, _ ids: [Int64: Identifier]) -> Violation {
    Violation(
      rules.checks[check].rule, by: department, at: act.position, event: act.event,
      evidence: evidence.compactMap { position, event in
        (event ?? ids[position]).map { Violation.Evidence(position: position, event: $0) }
      }, expected: expected, applicant: applicant, daysLate: daysLate)
  }
}

/// What was found in a part.
struct FindingsOfPart: Sendable {
  /// By the positions of the events that opened them.
  let obligations: BlockRun
  let verdicts: [Verdict: Int]
  let violations: [NotedViolation]
  let outOfScope: [OutOfScopeMatter]
  /// The requests on which it may depend whether others' acts are violations.
  let requests: PastRequests
  let corrected: [CorrectedEvent]

  /// What was found so far, in any order.
  struct Open: Sendable {
    private var bytes = CompactWriter()
    /// Where each obligation ends, and the position of the event that opened it.
    private var items: [(position: Int64, range: Range<Int>)] = []
    private var counts = [Int](repeating: 0, count: Verdict.allCases.count)
    private var violations: [NotedViolation] = []
    private var outOfScope: [OutOfScopeMatter] = []
    private var requests = PastRequests()
    private var corrected: [CorrectedEvent] = []

    mutating func add(_ obligation: Obligation, _ verdict: Verdict, _ texts: some NamedTexts) {
      let start = bytes.bytes.count
      bytes.obligation(obligation, texts)
      items.append((obligation.opening.moment.position, start..<bytes.bytes.count))
      counts[verdict.place] += 1
    }

    mutating func add(_ violation: FoundViolation, _ texts: some NamedTexts) {
      violations.append(NotedViolation(violation, texts))
    }

    mutating func add(_ request: PastRequest, _ keys: [PastRequests.Key]) {
      requests.add(request, keys)
    }

    mutating func add(_ outside: OutOfScope, article: String, _ texts: some NamedTexts) {
      outOfScope.append(
        OutOfScopeMatter(
          article: article, department: outside.department,
          position: outside.act.moment.position, event: texts.identifier(outside.act.event)))
    }

    mutating func add(_ event: CorrectedEvent) { corrected.append(event) }

    /// Puts the obligations away in order.
    ///
    /// - Throws: `inputOutput` when there is no room.
    func putAway(
      in space: any SpillSpace, blockSize: Int
    ) throws(LedgerError) -> FindingsOfPart {
      var run = BlockRun(space: space, blockSize: blockSize)
      let sorted = items.sorted {
        ($0.position, $0.range.lowerBound) < ($1.position, $1.range.lowerBound)
      }
      try bytes.bytes.withUnsafeBufferPointer { (bytes) throws(LedgerError) in
        let bytes = UnsafeRawBufferPointer(bytes)
        for item in sorted { try run.append(UnsafeRawBufferPointer(rebasing: bytes[item.range])) }
      }
      var verdicts: [Verdict: Int] = [:]
      for verdict in Verdict.allCases where counts[verdict.place] > 0 {
        verdicts[verdict] = counts[verdict.place]
      }
      return FindingsOfPart(
        obligations: run, verdicts: verdicts, violations: violations, outOfScope: outOfScope,
        requests: requests, corrected: corrected)
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
    case .done: 4
    case .open: 5
    case .closed: 6
    }
  }
}
