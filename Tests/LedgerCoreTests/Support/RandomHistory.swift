import TestSupport
import WorkingDays

@testable import LedgerCore

/// Random histories of a small world, dense enough that acts meet: many of them are refused.
///
/// Nine acts in ten are done by the competent body, as far as the acts before tell which that is; the
/// tenth is anybody's.
struct RandomHistory {
  private var generator: SplitMix64
  /// How many times as many things, entries aside, there are as in the smallest world.
  private let breadth: Int
  /// Whether every third act is one beyond the contract's core.
  private let goesFurther: Bool
  /// Whether every sixth act corrects one before it, and some are recorded again.
  private let corrects: Bool
  private var past: [Record] = []
  private var last: [Identifier: Instant] = [:]
  /// When the act that is made takes place, where what it says depends on that.
  var moment: Instant?
  private(set) var world = World()

  /// What the acts so far say, whether a ledger took them or not.
  struct World {
    /// Whose the entries are.
    var holders: [Identifier: BodyCode] = [:]
    /// The entries that requests, applications and verifications ask for.
    var asked: [Identifier: Identifier] = [:]
    /// The bodies that triggers, incidents and projects name.
    var owners: [Identifier: BodyCode] = [:]
    /// The authorities to which updates were submitted.
    var authorities: [Identifier: BodyCode] = [:]
    /// The requests that were agreed to, or might have been.
    var granted: [Identifier] = []
    /// The bodies that ask.
    var requesters: [Identifier: BodyCode] = [:]
    /// The bodies that were registered, in the order of the acts.
    var registered: [(code: BodyCode, kind: BodyKind, level: Division.Level)] = []
    /// When an entry was last registered or changed.
    var changed: [Identifier: Instant] = [:]
  }

  static func acts(
    seed: UInt64, count: Int, breadth: Int = 1, goesFurther: Bool = false, corrects: Bool = false
  ) throws -> [Record] {
    var history = RandomHistory(
      generator: SplitMix64(seed: seed), breadth: breadth, goesFurther: goesFurther,
      corrects: corrects)
    return (0..<count).map { history.next($0) }
  }

  /// A ledger that took whatever of a random history it accepts.
  static func recorded(
    seed: UInt64, count: Int = 220, breadth: Int = 1, goesFurther: Bool = false,
    corrects: Bool = false
  ) throws -> History {
    let history = try History()
    // Without a savepoint for each, which would copy the log: a refusal comes before any change.
    let recorder = history.recorder()
    for record in try acts(
      seed: seed, count: count, breadth: breadth, goesFurther: goesFurther, corrects: corrects)
    {
      _ = try? recorder.record(record)
    }
    return history
  }

  private mutating func next(_ index: Int) -> Record {
    let record = corrects && index > 20 && number(6) == 0 ? corrected(index) : act(index)
    if corrects { past.append(record) }
    return record
  }

  /// The correction of an act, mostly of a recent one, sometimes of a correction; or an act that is
  /// recorded again, mostly one that was corrected.
  private mutating func corrected(_ index: Int) -> Record {
    var corrections: [Identifier] = []
    var targets: [Identifier] = []
    for record in past {
      guard case .recordCorrected(let data) = record.data else { continue }
      corrections.append(record.id)
      targets.append(data.event)
    }
    let again = !targets.isEmpty && number(3) == 0
    var place = number(3) == 0 ? number(past.count) : max(0, past.count - 1 - number(30))
    if again || !corrections.isEmpty && number(4) == 0 {
      let wanted = again ? targets : corrections
      let id = wanted[number(wanted.count)]
      place = past.firstIndex { $0.id == id } ?? place
    }
    let target = past[place]
    let thing = target.data.stream.identifier
    let occurredAt = again && number(2) == 0 ? target.occurredAt : time(after: thing)
    let data: EventData =
      again
      ? target.data
      : .recordCorrected(RecordCorrected(event: target.id, reason: "录入\(index)"))
    let actor = number(8) > 0 ? target.actor : number(2) == 0 ? .provincialAuthority : anybody()
    return Record(
      id: named("e", index), occurredAt: occurredAt, actor: actor, data: data,
      sourceRecordedAt: number(3) == 0 ? time(after: thing) : nil)
  }

  private mutating func act(_ index: Int) -> Record {
    moment = nil
    let (data, thing) = told(index)
    let occurredAt = moment ?? time(after: thing)
    last[thing] = min(last[thing] ?? occurredAt, occurredAt)
    let actor = actor(of: data)
    world.add(data, at: occurredAt)
    return Record(
      id: named("e", index), occurredAt: occurredAt, actor: actor, data: data,
      sourceRecordedAt: number(3) == 0 ? time(after: thing) : nil)
  }

  /// First bodies and entries, without which little else is accepted.
  private mutating func told(_ index: Int) -> (EventData, Identifier) {
    guard index < 12 else { return goesFurther && number(3) > 0 ? furtherAct() : data() }
    if index.isMultiple(of: 2) { return (registration(), "") }
    return (entry(id("C", 6), of: body()), "")
  }

  private mutating func actor(of data: EventData) -> BodyCode {
    if number(10) > 0, let competent = competent(for: data) { return competent }
    return anybody()
  }

  /// The body whose act it is; `nil` where that is not known.
  private mutating func competent(for data: EventData) -> BodyCode? {
    let subject = data.stream.identifier
    switch data.type {
    case .shareRequested: return data.code(.requester)
    case .shareWithdrawn, .shareSupplemented, .shareRelinquished: return world.requesters[subject]
    // Both by the department and by others.
    case .incidentRegraded: if number(3) == 0 { return nil }
    case .catalogUpdatePublished: return world.authorities[subject]
    case .catalogTriggerReviewed, .catalogUpdateExtended:
      let holder = data.identifier(.entry).flatMap { world.holders[$0] }
      return number(2) == 0 ? holder ?? world.owners[subject] : world.owners[subject]
    case .projectReviewed: return data.code(.authority)
    case .catalogEntryRegistered: return data.code(.department)
    // Anybody may hear of a use; strangers reply more often than to others.
    case .openUseReported: return nil
    case .openReplied: if number(4) == 0 { return nil }
    default: break
    }
    switch data.stream.category {
    case .catalogEntry: return world.holders[subject] ?? data.code(.department)
    case .shareRequest, .openApplication, .verification:
      return world.asked[subject].flatMap { world.holders[$0] }
    case .updateTrigger, .incident, .project: return world.owners[subject]
    default: return data.code(.department) ?? data.code(.authority)
    }
  }

  // MARK: Parts

  mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

  mutating func body() -> BodyCode {
    [.transport, .health, .provincialAuthority, .cityAuthority][number(4)]
  }

  /// One of all bodies that there are.
  mutating func anybody() -> BodyCode {
    let others: [BodyCode] = [.requester, .cyberspace, .secondCyberspace]
    return number(2) == 0 ? body() : others[number(3)]
  }

  /// A body of a kind, mostly one that is registered.
  mutating func authority(_ kind: BodyKind, _ level: Division.Level? = nil) -> BodyCode {
    let authorities = world.registered.filter {
      $0.kind == kind && $0.level == level ?? $0.level
    }
    if authorities.isEmpty || number(6) == 0 { return anybody() }
    return authorities[number(authorities.count)].code
  }

  /// A body of a level, mostly, where one is registered.
  mutating func body(of level: Division.Level) -> BodyCode {
    let bodies = world.registered.filter { $0.level == level }
    if bodies.isEmpty || number(8) == 0 { return anybody() }
    return bodies[number(bodies.count)].code
  }

  mutating func id(_ kind: String, _ count: Int) -> Identifier {
    named(kind, number(kind == "C" ? count : count * breadth))
  }

  /// In a broad world names differ in length, about the longest that a `Name` holds in place, and
  /// some are escaped in JSON.
  func named(_ kind: String, _ number: Int) -> Identifier {
    let name = kind + String(number)
    guard breadth > 1 else { return Identifier(name) }
    switch number % 8 {
    case 0: return Identifier(name + "\"")
    case 1...3: return Identifier(name + String(repeating: "-", count: 27 + number % 6))
    case 4: return Identifier(name + String(repeating: "目", count: 18))
    default: return Identifier(name)
    }
  }

  /// A time from 2019 to 2027, mostly within weeks after the thing's first act.
  mutating func time(after thing: Identifier) -> Instant {
    let day: Int64 = 86_400_000
    if let last = last[thing], number(8) > 0 {
      let days = Int64(number(30) - 3)
      let later = last.adding(milliseconds: days * day + Int64(number(3) - 1))
      return later ?? last
    }
    let start: Instant = "2019-12-20 00:00"
    return start.adding(milliseconds: Int64(number(2600)) * day + Int64(number(2)) - 1) ?? start
  }

  private mutating func date() -> CivilDate { time(after: "").beijingDate }

  /// When what is asked for was received: about the time of the act that asks for it, which is settled
  /// by this.
  mutating func received(_ thing: Identifier) -> Instant {
    let asked = time(after: thing)
    moment = asked
    let minutes: Int64 = [0, 0, 0, 0, 0, 0, 1, 300, 1440, 4320, 10_080, -4, -5, -6][number(14)]
    return asked.adding(milliseconds: minutes * 60_000) ?? asked
  }

  // MARK: Acts

  private mutating func data() -> (EventData, Identifier) {
    switch number(40) {
    case 0: (registration(), "")
    case 1, 2: (entry(id("C", 6), of: body()), "")
    case 3, 4: catalogAct()
    case 5, 6: trigger()
    case 7: review()
    case 8...10: request()
    case 11, 34, 35: use()
    case 12...14: answer()
    case 36, 37: grantEnd()
    case 38: regrading()
    case 15, 16: incident()
    case 17, 18: project()
    case 19: notice()
    case 20: updateAct()
    case 21...23: requestAct()
    case 24, 25: application()
    case 26: verification()
    case 27: incidentEnd()
    case 28: filing()
    case 29, 30: entryForTrigger()
    case 31, 32: openUse()
    case 39: lapse()
    default: adoption()
    }
  }

  private mutating func sharing() -> SharingType {
    number(4) > 0 ? .conditional : [.unconditional, .notShared][number(2)]
  }

  /// The basis of a restriction: mostly one that is there and is one, else one that says nothing or
  /// little, about as much as makes a basis, or none.
  private mutating func basis() -> String? {
    if number(3) > 0 { return "《道路运输条例》" }
    let others: [String?] = [
      nil, nil, "无", "暂 无", "–", "《条例》", "许可法。", "𠮷法律", "《许·可·法》", "行政许可法", "〔2020〕1号",
      "x\u{301}yz", "(a+b=c)",
    ]
    return others[number(others.count)]
  }

  private mutating func entry(
    _ entry: Identifier, of department: BodyCode, for trigger: Identifier? = nil
  ) -> EventData {
    let data = Act.entry(entry, of: department, sharing: sharing(), basis: basis())
    guard case .catalogEntryRegistered(var registration) = data else { return data }
    registration.trigger = trigger
    registration.fields = Self.items.map { EntryField(name: $0, type: "字符型") }
    switch number(60) {
    case 0: registration.sharing = nil
    case 1: registration.format = nil
    case 2: registration.useRequirements = nil
    default: break
    }
    return .catalogEntryRegistered(registration)
  }

  /// What entries tell.
  static let items = ["许可证号", "有效期", "经营范围"]

  /// Some of what entries tell, and now and then what they do not.
  mutating func someItems() -> [String] {
    let others = number(12) == 0 ? ["车牌号"] : []
    let some = (Self.items + others).filter { _ in number(2) == 0 }
    return some.isEmpty ? [Self.items[number(3)]] : some
  }

  /// What something is used for: the same in other characters, or another.
  mutating func purpose(like purpose: String) -> String {
    switch number(12) {
    case 0: "\(purpose)。"
    case 1: "「 \(purpose) 」"
    case 2: purpose.unicodeScalars.map { "\($0)" }.joined(separator: "\u{200B}")
    case 3, 4: ["统计", "\(purpose)+", "Ｒesearch"][number(3)]
    default: purpose
    }
  }

  /// A new entry because of a trigger, mostly by the body that the trigger names.
  private mutating func entryForTrigger() -> (EventData, Identifier) {
    let (new, trigger) = (named("C", 6 + number(12)), id("T", 8))
    let other = body()
    let department = number(5) > 0 ? world.owners[trigger] ?? other : other
    return (entry(new, of: department, for: trigger), trigger)
  }

  /// One of the first entries, or sometimes one that may be registered later.
  mutating func anyEntry() -> Identifier {
    let count = number(5) == 0 ? 18 : 6
    return id("C", count)
  }

  /// A catalogue is filed, mostly with a data authority.
  private mutating func filing() -> (EventData, Identifier) {
    let department = number(4) == 0 ? anybody() : body()
    let authority = authority(.dataAuthority)
    return (Act.file([id("C", 6)], of: department, with: authority), "")
  }

  /// Open data is used, mostly for what it was applied for.
  private mutating func openUse() -> (EventData, Identifier) {
    let application = id("A", 5)
    let purpose = purpose(like: "研究")
    let use = OpenUseReported(application: application, purpose: purpose)
    return (.openUseReported(use), application)
  }

  /// Authorities and others, some of them of one division with each other; a few that the order does
  /// not bind.
  private mutating func registration() -> EventData {
    let body = number(3) == 0 ? anybody() : body()
    let kinds: [BodyKind] =
      switch body {
      case .cyberspace, .secondCyberspace: [.cyberspaceAuthority]
      case .provincialAuthority, .cityAuthority: [.dataAuthority, .dataAuthority, .department]
      default: [.department, .department, .department, .utility, .dataAuthority]
      }
    let kind: BodyKind =
      switch number(20) {
      case 0, 1: .cyberspaceAuthority
      case 2: .township
      default: kinds[number(kinds.count)]
      }
    let divisions: [Division] = ["370000", "370000", "370000", "370100", "370614", "370634"]
    let elsewhere: [Division] = ["110000", "320100"]
    let division = number(20) == 0 ? elsewhere[number(2)] : divisions[number(6)]
    return Act.register(body, as: kind, in: division)
  }

  /// Shared data is used, mostly by the body that asked for it; of an entry without a request now and
  /// then.
  mutating func use() -> (EventData, Identifier) {
    let request = grantedRequest()
    let requester = world.requesters[request] ?? .requester
    var use = DataUsed(use: id("U", 60), department: number(6) > 0 ? requester : anybody())
    if number(5) == 0 { use.entry = anyEntry() }
    if use.entry == nil || number(40) == 0 { use.request = request }
    if number(4) > 0 { use.purpose = purpose(like: "核验") }
    if number(3) == 0 { use.items = someItems() }
    return (.dataUsed(use), request)
  }

  /// A request that was agreed to, mostly.
  mutating func grantedRequest() -> Identifier {
    if world.granted.isEmpty || number(4) == 0 { return id("R", 16) }
    return world.granted[number(world.granted.count)]
  }

  /// A grant is revoked or given up.
  private mutating func grantEnd() -> (EventData, Identifier) {
    let request = grantedRequest()
    return (Act.on(request, number(3) > 0 ? .shareRevoked : .shareRelinquished), request)
  }

  // MARK: Acts that move clocks

  private mutating func updateAct() -> (EventData, Identifier) {
    let trigger = id("T", 8)
    switch number(4) {
    case 0: return (Act.submitUpdate(trigger, to: body()), trigger)
    case 1: return (Act.on(trigger, .catalogUpdatePublished), trigger)
    default:
      let entry = number(2) == 0 ? id("C", 6) : nil
      return (Act.extendUpdate(trigger, entry: entry, by: days(), body()), trigger)
    }
  }

  private mutating func requestAct() -> (EventData, Identifier) {
    let request = id("R", 16)
    switch number(5) {
    case 0: return (Act.on(request, .shareSupplementRequested), request)
    case 1: return (Act.supplement(request, received: time(after: request)), request)
    case 2: return (Act.on(request, .shareProvided), request)
    default: return (Act.extend(request, by: days(), body()), request)
    }
  }

  private mutating func days() -> Int64 { [1, 2, 5, 10, 3650][number(5)] }

  private mutating func application() -> (EventData, Identifier) {
    let application = id("A", 5)
    let act: EventData =
      switch number(14) {
      case 0...3: Act.apply(application, entry: id("C", 6), received: received(application))
      case 4: Act.extendReply(application, by: days())
      case 5, 6: Act.on(application, .openCorrectionRequested)
      case 7: Act.correct(application, received: time(after: application))
      case 8: Act.on(application, .openConsultationBegun)
      case 9: consultationEnd(application)
      case 10...12: openReply(application)
      default: Act.on(application, .openWithdrawn)
      }
    return (act, application)
  }

  /// The end of a consultation, which may last longer than the clock stands still for it.
  private mutating func consultationEnd(_ application: Identifier) -> EventData {
    if number(2) == 0 {
      let days = Int64(number(30)) * 86_400_000
      moment = time(after: application).adding(milliseconds: days)
    }
    return Act.on(application, .openConsultationEnded)
  }

  private mutating func lapse() -> (EventData, Identifier) {
    let application = id("A", 5)
    return (Act.on(application, .openLapsed), application)
  }

  private mutating func openReply(_ application: Identifier) -> EventData {
    let decisions: [OpenReplied.Decision] = [.agreed, .partlyAgreed, .refused, .refused]
    let decision = decisions[number(4)]
    return .openReplied(OpenReplied(application: application, decision: decision))
  }

  private mutating func verification() -> (EventData, Identifier) {
    let verification = id("V", 4)
    if number(2) == 0 { return (Act.on(verification, .verificationResolved), verification) }
    let received = received(verification)
    return (Act.raise(verification, entry: id("C", 6), received: received), verification)
  }

  private mutating func incidentEnd() -> (EventData, Identifier) {
    let incident = id("I", 3)
    return (Act.on(incident, number(2) == 0 ? .incidentClosed : .incidentSummarised), incident)
  }

  /// Bundled books and one that nobody enacted, which is sometimes named only.
  private mutating func adoption() -> (EventData, Identifier) {
    let from = number(2) == 0 ? date() : "2020-01-01"
    let bundled = ["decree-809/1", "disclosure-2019/1", "incident-2025/1", "order-329/1"]
    switch number(8) {
    case 0...3: return (Act.adopt(bundled[number(4)], from: from), "")
    case 4: return (Act.adopt("invented/\(1 + number(2))", from: from), "")
    default: return (Act.adopt(InventedBook.versions[number(2)], from: from), "")
    }
  }

  private mutating func catalogAct() -> (EventData, Identifier) {
    let (entry, trigger) = (anyEntry(), id("T", 8))
    let cited = number(3) > 0 ? trigger : nil
    if number(6) == 0 { return (Act.retire(entry, trigger: cited), trigger) }
    let department = number(4) == 0 ? body() : nil
    let sharing = number(4) == 0 ? sharing() : nil
    let basis = number(4) == 0 ? basis() : nil
    let revision = Act.revise(entry, trigger: cited) {
      ($0.department, $0.sharing, $0.legalBasis) = (department, sharing, basis)
    }
    guard case .catalogEntryRevised(var revised) = revision else { return (revision, trigger) }
    // Some change nothing.
    if number(4) > 0 { revised.name = ["道路运输许可", "新", "新一", "新二", "新三"][number(5)] }
    if number(6) == 0 { revised.format = ["数据库", "文件"][number(2)] }
    if number(8) == 0 { revised.openness = .notOpen }
    if number(8) == 0 {
      let fields = Self.items.map { EntryField(name: $0, type: "字符型") }
      revised.fields = number(2) == 0 ? fields : Array(fields.prefix(2))
    }
    if cited == nil, revised.name == nil { revised.name = "新" }
    return (.catalogEntryRevised(revised), trigger)
  }

  private mutating func review() -> (EventData, Identifier) {
    let trigger = id("T", 8)
    return (Act.review(trigger, entry: number(2) == 0 ? id("C", 6) : nil), trigger)
  }

  private mutating func trigger() -> (EventData, Identifier) {
    let trigger = id("T", 8)
    // Mostly entries of the department's own, some of others.
    let own = id("C", 6)
    let department = world.holders[own] ?? body()
    // Some ask for entries that are not there yet.
    let listsNone = number(5) == 0
    let entries = (0..<6).map { named("C", $0) }.filter { entry in
      if listsNone { return false }
      guard let holder = world.holders[entry] else { return number(20) == 0 }
      return number(holder == department ? 2 : 6) == 0
    }
    let effective = time(after: trigger)
    last[trigger] = effective
    let promulgated: CivilDate? =
      switch number(3) {
      case 0: nil
      case 1: "2020-01-02"
      default: effective.beijingDate.adding(days: number(30) - 25)
      }
    var data = CatalogUpdateTriggered(
      trigger: trigger, department: department, kind: .lawAmended, instrument: "《中华人民共和国数据安全法》",
      promulgatedOn: promulgated, effectiveOn: effective.beijingDate, entries: entries)
    if number(2) == 0 { data.instrumentLevel = InstrumentLevel.allCases[number(5)] }
    return (.catalogUpdateTriggered(data), trigger)
  }

  private mutating func request() -> (EventData, Identifier) {
    let request = id("R", 16)
    var data = ShareRequested(
      request: request, entry: id("C", 6), requester: number(3) > 0 ? .requester : body(),
      purpose: "核验", legalBasis: "《行政许可法》", receivedAt: received(request))
    if number(3) == 0 { data.items = someItems() }
    return (.shareRequested(data), request)
  }

  private mutating func answer() -> (EventData, Identifier) {
    let request = id("R", 16)
    if number(3) == 0 { return (Act.withdraw(request), request) }
    let reasons: String? = number(2) == 0 ? "不符合使用要求" : nil
    let decisions: [ShareDecision] = [.refused, .agreed, .partlyAgreed]
    var reply = ShareReplied(request: request, decision: decisions[number(3)], reasons: reasons)
    if reply.decision == .partlyAgreed ? number(12) > 0 : number(20) == 0 {
      reply.items = someItems()
    }
    if number(reply.decision == .refused ? 20 : 3) == 0 {
      let replied = time(after: request)
      moment = replied
      reply.validUntil = replied.beijingDate.adding(days: number(24) - 1)
    }
    return (.shareReplied(reply), request)
  }

  private mutating func incident() -> (EventData, Identifier) {
    let incident = id("I", 3)
    switch number(4) {
    case 0:
      let grade = number(3) > 0 ? IncidentGrade.allCases[number(4)] : nil
      let hit = number(3) > 0 ? IncidentOperator.allCases[number(3)] : nil
      return (Act.incident(incident, of: body(), grade, at: hit), incident)
    case 1: return (Act.remedy(incident), incident)
    default: return (report(incident), incident)
    }
  }

  private mutating func regrading() -> (EventData, Identifier) {
    let incident = id("I", 3)
    return (Act.regrade(incident, IncidentGrade.allCases[number(4)]), incident)
  }

  /// To an authority of the kind, mostly.
  private mutating func report(_ incident: Identifier) -> EventData {
    let usual: [ReportRecipient] = [.dataAuthority, .dataAuthority, .cyberspaceAuthority]
    let kinds = ReportRecipient.allCases + usual
    let kind = kinds[number(kinds.count)]
    let recipient = authority(kind == .dataAuthority ? .dataAuthority : .cyberspaceAuthority)
    return .incidentReported(
      IncidentReported(incident: incident, recipient: recipient, recipientKind: kind))
  }

  private mutating func project() -> (EventData, Identifier) {
    let project = id("P", 5)
    switch number(7) {
    case 0...2:
      let department = number(3) == 0 ? authority(.utility) : body()
      return (
        Act.submit(
          project, of: department, fixedAssets: number(12) == 0, subsidy: number(6) == 0),
        project
      )
    case 3, 4:
      let outcomes: [ProjectOutcome] = [.approved, .approved, .rejected, .returned, .returned]
      return (Act.judge(project, by: authority(.dataAuthority), outcomes[number(5)]), project)
    default:
      let department = number(3) == 0 ? body() : nil
      return (.projectStarted(ProjectStarted(project: project, department: department)), project)
    }
  }

  private mutating func notice() -> (EventData, Identifier) {
    let first = date()
    let days = (0...number(4)).compactMap { first.adding(days: $0 * 2) }
    let newYear: [CivilDate] = number(3) == 0 ? ["2027-01-01"] : []
    let name = ["N0", "N1", "N2", "国办发明电〔2024〕12号"][number(4)]
    let all = newYear + days.filter { !newYear.contains($0) }
    let split = 1 + number(all.count)
    let notice = Act.notice(
      name, issued: date(), off: Array(all[..<split]), worked: Array(all[split...]))
    return (notice, "")
  }
}

extension RandomHistory.World {
  /// Takes note of what an act says; what begins twice is what it was first.
  fileprivate mutating func add(_ data: EventData, at moment: Instant) {
    let subject = data.stream.identifier
    if data.stream.category == .catalogEntry { changed[subject] = moment }
    switch data {
    case .departmentRegistered(let data):
      if !registered.contains(where: { $0.code == data.department }) {
        registered.append((data.department, data.kind, data.division.level))
      }
    case .catalogEntryRegistered(let data):
      holders[subject] = holders[subject] ?? data.department
    case .catalogEntryRevised(let data):
      holders[subject] = data.department ?? holders[subject]
    case .shareReplied(let data):
      if data.decision != .refused, asked[subject] != nil { granted.append(subject) }
    case .catalogUpdateSubmitted: authorities[subject] = data.code(.authority)
    case .catalogUpdateTriggered, .incidentDetected, .projectSubmitted:
      owners[subject] = owners[subject] ?? data.code(.department)
    case .shareRequested, .openApplied, .verificationRaised:
      guard asked[subject] == nil, let entry = data.identifier(.entry) else { return }
      if holders[entry] != nil {
        (asked[subject], requesters[subject]) = (entry, data.code(.requester))
      }
    default: break
    }
  }
}

extension BodyCode {
  /// The cyberspace authority of a city.
  fileprivate static let secondCyberspace = numbered(13)
}
