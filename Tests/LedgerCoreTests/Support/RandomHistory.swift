import LedgerCore
import TestSupport
import WorkingDays

/// Random histories of a small world, dense enough that acts meet: many of them are refused.
struct RandomHistory {
  private var generator: SplitMix64
  /// How many times as many things, entries aside, there are as in the smallest world.
  private let breadth: Int
  /// Whether every third act is one beyond the contract's core.
  private let goesFurther: Bool
  private var last: [Identifier: Instant] = [:]

  static func acts(
    seed: UInt64, count: Int, breadth: Int = 1, goesFurther: Bool = false
  ) throws -> [Record] {
    var history = RandomHistory(
      generator: SplitMix64(seed: seed), breadth: breadth, goesFurther: goesFurther)
    return (0..<count).map { history.act($0) }
  }

  /// A ledger that took whatever of a random history it accepts.
  static func recorded(
    seed: UInt64, count: Int = 220, breadth: Int = 1, goesFurther: Bool = false
  ) throws -> History {
    let history = try History()
    // Without a savepoint for each, which would copy the log: a refusal comes before any change.
    let recorder = history.recorder()
    for record in try acts(
      seed: seed, count: count, breadth: breadth, goesFurther: goesFurther)
    {
      _ = try? recorder.record(record)
    }
    return history
  }

  private mutating func act(_ index: Int) -> Record {
    let (data, thing) = goesFurther && number(3) > 0 ? furtherAct() : data()
    let occurredAt = time(after: thing)
    last[thing] = min(last[thing] ?? occurredAt, occurredAt)
    return Record(
      id: named("e", index), occurredAt: occurredAt, actor: body(), data: data,
      sourceRecordedAt: number(3) == 0 ? time(after: thing) : nil)
  }

  // MARK: Parts

  mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

  mutating func body() -> BodyCode {
    [.transport, .health, .provincialAuthority, .cityAuthority][number(4)]
  }

  mutating func id(_ kind: String, _ count: Int) -> Identifier {
    named(kind, number(kind == "C" ? count : count * breadth))
  }

  /// In a broad world names differ in length, about the longest that a `Name` holds in place, and
  /// some are escaped in JSON.
  private func named(_ kind: String, _ number: Int) -> Identifier {
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

  // MARK: Acts

  private mutating func data() -> (EventData, Identifier) {
    switch number(29) {
    case 0: (Act.register(body(), as: number(2) == 0 ? .department : .dataAuthority), "")
    case 1, 2: (Act.entry(id("C", 6), of: body(), sharing: sharing()), "")
    case 3, 4: catalogAct()
    case 5, 6: trigger()
    case 7: review()
    case 8...11: request()
    case 12...14: answer()
    case 15, 16: incident()
    case 17, 18: project()
    case 19: notice()
    case 20: updateAct()
    case 21...23: requestAct()
    case 24, 25: application()
    case 26: verification()
    case 27: incidentEnd()
    default: adoption()
    }
  }

  private mutating func sharing() -> SharingType {
    number(4) > 0 ? .conditional : [.unconditional, .notShared][number(2)]
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
      switch number(12) {
      case 0...3: Act.apply(application, entry: id("C", 6), received: time(after: application))
      case 4: Act.extendReply(application, by: days())
      case 5, 6: Act.on(application, .openCorrectionRequested)
      case 7: Act.correct(application, received: time(after: application))
      case 8: Act.on(application, .openConsultationBegun)
      case 9: Act.on(application, .openConsultationEnded)
      case 10: Act.on(application, .openReplied)
      default: Act.on(application, .openWithdrawn)
      }
    return (act, application)
  }

  private mutating func verification() -> (EventData, Identifier) {
    let verification = id("V", 4)
    if number(2) == 0 { return (Act.on(verification, .verificationResolved), verification) }
    let received = time(after: verification)
    return (Act.raise(verification, entry: id("C", 6), received: received), verification)
  }

  private mutating func incidentEnd() -> (EventData, Identifier) {
    let incident = id("I", 5)
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
    let (entry, trigger) = (id("C", 6), id("T", 8))
    let cited = number(3) > 0 ? trigger : nil
    if number(6) == 0 { return (Act.retire(entry, trigger: cited), trigger) }
    let department = number(4) == 0 ? body() : nil
    let sharing = number(6) == 0 ? sharing() : nil
    let revision = Act.revise(entry, trigger: cited) {
      ($0.department, $0.sharing, $0.name) = (department, sharing, "新")
    }
    return (revision, trigger)
  }

  private mutating func review() -> (EventData, Identifier) {
    let trigger = id("T", 8)
    return (Act.review(trigger, entry: number(2) == 0 ? id("C", 6) : nil), trigger)
  }

  private mutating func trigger() -> (EventData, Identifier) {
    let trigger = id("T", 8)
    let entries = (0..<6).map { named("C", $0) }.filter { _ in number(3) == 0 }
    let day = time(after: trigger)
    last[trigger] = day
    return (
      Act.trigger(trigger, of: body(), effective: day.beijingDate, entries: entries), trigger
    )
  }

  private mutating func request() -> (EventData, Identifier) {
    let request = id("R", 16)
    let received = time(after: request)
    last[request] = received
    return (Act.request(request, entry: id("C", 6), received: received), request)
  }

  private mutating func answer() -> (EventData, Identifier) {
    let request = id("R", 16)
    if number(3) == 0 { return (Act.withdraw(request), request) }
    return (Act.reply(request, number(3) == 0 ? .refused : .agreed), request)
  }

  private mutating func incident() -> (EventData, Identifier) {
    let incident = id("I", 5)
    switch number(4) {
    case 0:
      let grade = number(3) > 0 ? IncidentGrade.allCases[number(4)] : nil
      let hit = number(3) > 0 ? IncidentOperator.allCases[number(3)] : nil
      return (Act.incident(incident, of: body(), grade, at: hit), incident)
    case 1: return (Act.remedy(incident), incident)
    default:
      return (
        Act.report(incident, to: number(2) == 0 ? .dataAuthority : .cyberspaceAuthority), incident
      )
    }
  }

  private mutating func project() -> (EventData, Identifier) {
    let project = id("P", 5)
    switch number(3) {
    case 0: return (Act.submit(project, of: body(), subsidy: number(5) == 0), project)
    case 1:
      let outcome: ProjectOutcome = number(2) == 0 ? .approved : .rejected
      return (Act.judge(project, by: body(), outcome), project)
    default: return (Act.start(project), project)
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
