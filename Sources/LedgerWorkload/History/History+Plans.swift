import LedgerCore
import WorkingDays

/// Plans: development plans (发展规划), plans of the year (年度工作计划) and special plans (专项规划)
/// (art. 8).
extension History {
  /// On the first day of each year, and in the first year once the bodies are there, plans what
  /// governments and authorities set themselves.
  mutating func planYear(on day: Int) {
    while let planningDay = planningDays.last, planningDay <= day {
      planningDays.removeLast()
      let year = HistoryTime.date(ofDay: day).year
      for seat in directory.seats.indices.prefix(scale.plans)
      where directory.seats[seat].dataAuthority < registeredBodies {
        let time = officeTime(random.within(2...18), after: day)
        plan(.setAnnualPlan(seat: seat, year: year), at: time)
        guard publishesPlan(seat, in: year) else { continue }
        plan(
          .publishPlan(seat: seat, year: year), at: officeTime(random.within(5...110), after: day))
      }
    }
  }

  /// The days on which it does so; the last stands first.
  static func planningDays(in span: Span) -> [Int] {
    let newYears = Span.years.compactMap { CivilDate(year: $0, month: 1, day: 1) }
    let later = newYears.map(HistoryTime.day(of:)).filter {
      $0 > span.firstDay && $0 <= span.lastDay
    }
    return later.reversed() + [span.firstDay + 14]
  }

  /// Most governments publish a plan when a period of five years begins; the province does at once.
  private mutating func publishesPlan(_ seat: Int, in year: Int) -> Bool {
    if seat == 0 && standings[0].developmentPlan == nil { return true }
    return random.chance(year % 5 == 1 ? 700 : 50)
  }

  mutating func publishPlan(of seat: Int, in year: Int) -> Record {
    serials.plan += 1
    let id = identifiers("PL-", serials.plan)
    let government = directory.seats[seat].government
    // It is the government's to publish; in an import now and then its authority does.
    let publisher =
      lapses(.developmentPlanByAuthority) ? directory.seats[seat].dataAuthority : government
    standings[seat].developmentPlan = known(serials.plan)
    let period = PlanTexts.period(of: year)
    let name = directory.seats[seat].listed.name
    return record(
      id, by: publisher,
      PlanPublished(
        plan: id, government: code(publisher), period: period,
        title: name + PlanTexts.developmentPlan + "（\(period)）"))
  }

  mutating func setAnnualPlan(of seat: Int, for year: Int) -> Record {
    serials.plan += 1
    let id = identifiers("PL-", serials.plan)
    let own = directory.seats[seat]
    let authority = lapses(.annualPlanByAnother) ? own.cyberspaceAuthority : own.dataAuthority
    var data = PlanAnnualSet(
      plan: id, authority: code(authority),
      title: own.listed.name + "\(year)年" + random.pick(PlanTexts.annualPlans),
      year: Int64(year))
    data.developmentPlan = developmentPlan(of: seat)
    return record(id, by: authority, data)
  }

  /// A department of the province files a plan for its branch with the provincial authority.
  mutating func fileSpecialPlan() -> Record {
    let departments = provincialDepartments.prefix { $0 < registeredBodies }
    guard !departments.isEmpty else { return request() }
    let department = departments[random.below(departments.count)]
    serials.plan += 1
    let id = identifiers("PL-", serials.plan)
    let topic = directory.bodies[department].type.profile.classification
    var data = PlanSpecialFiled(
      plan: id, authority: code(directory.seats[0].dataAuthority), department: code(department),
      title: "全省" + topic + random.pick(PlanTexts.specialPlans))
    data.developmentPlan = developmentPlan(of: 0)
    return record(id, by: department, data)
  }

  /// The plan that a division's other plans rest on, if it has one.
  private mutating func developmentPlan(of seat: Int) -> Identifier? {
    guard let plan = standings[seat].developmentPlan else { return nil }
    follow(plan)
    return identifiers("PL-", plan.serial)
  }
}
