import LedgerCore
import WorkingDays

/// Bodies, their first entries, and the law that the ledger applies.
extension History {
  mutating func registerBody(_ index: Int) -> Record {
    registeredBodies = index + 1
    if let source { bodiesKnownAt.append(source) }
    let body = directory.bodies[index]
    planCatalogue(of: index, body.quota)
    let data = DepartmentRegistered(
      department: body.code, name: directory.name(of: index),
      division: directory.division(of: index), kind: body.type.profile.kind)
    return record(
      identifiers("B-", index + 1), by: directory.seat(of: index).dataAuthority,
      .departmentRegistered(data))
  }

  /// Half of a body's entries within weeks, the others later in the year; in a history of one year,
  /// all in the first days.
  private mutating func planCatalogue(of body: Int, _ quota: Int) {
    guard quota > 0 else { return }
    if span.isOneYear {
      return planEntries(of: body, quota, at: officeTime(afterWorkingDays: random.within(1...4)))
    }
    let first = quota < 6 ? quota : quota / 2
    planEntries(of: body, first, at: officeTime(afterWorkingDays: random.within(1...12)))
    let second = (quota - first + 1) / 2
    for count in [second, quota - first - second] where count > 0 {
      // The first year has 366 days; the last batches come in December.
      let day = min(350, now.day + 15 + random.below(max(1, 330 - now.day)))
      let workingDay = calendar.workingDay(onOrAfter: day)
      planEntries(of: body, count, at: TimeOfDay.office.time(on: workingDay, &random))
    }
  }

  private mutating func planEntries(of body: Int, _ count: Int, at time: HistoryTime) {
    plan(.registerEntries(body: body, left: count), at: time)
  }

  /// Where entries are counted, some may have been registered in the meantime.
  mutating func registerEntries(of body: Int, _ left: Int) -> Record {
    if scale.countsEntries && entriesToCome == 0 { return revise() }
    entriesToCome -= 1
    let record = registerEntry(of: body)
    if left > 1 {
      let pause = random.within(20_000...90_000)
      plan(.registerEntries(body: body, left: left - 1), at: now.adding(milliseconds: pause))
    }
    return record
  }

  /// An entry beyond the first catalogues, or else another act of the catalogue; in an import now
  /// and then a second data authority.
  mutating func registration() -> Record {
    if !scale.countsBodies, lapses(.secondAuthority) { return registerSecondAuthority() }
    return scale.countsEntries ? revise() : registerEntry(of: anyBody())
  }

  /// An entry beyond the first catalogues; where entries are counted, one of those still to come, or
  /// something that needs none.
  mutating func registerAnother(of body: Int, sharing: SharingType? = nil) -> Record {
    if scale.countsEntries {
      guard entriesToCome > 0 else { return submitProject() }
      entriesToCome -= 1
    }
    return registerEntry(of: body, sharing: sharing)
  }

  /// Each division has one data authority (art. 6), and this is another.
  mutating func registerSecondAuthority() -> Record {
    secondAuthoritiesToCome = max(0, secondAuthoritiesToCome - 1)
    let seat = directory.bodies[anyBody()].seat
    serials.secondAuthority += 1
    let number = directory.bodies.count + serials.secondAuthority
    guard let code = directory.code(number, of: .dataAuthority, in: seat) else { return revise() }
    let listed = directory.seats[seat].listed
    let data = DepartmentRegistered(
      department: code, name: listed.name + "大数据中心", division: listed.division,
      kind: .dataAuthority)
    return record(
      identifiers("B-", number), by: directory.seats[seat].government,
      .departmentRegistered(data))
  }

  mutating func adoptRules() -> Record {
    guard let book = RuleBookName("order-329/1") else { return submitProject() }
    let from = HistoryTime.date(ofDay: 31)
    return record(
      "R-1", by: directory.seats[0].dataAuthority,
      .rulesAdopted(RulesAdopted(book: book, from: from)))
  }

  mutating func issueNotice(_ index: Int) -> Record {
    record(
      identifiers("N-", index + 1), by: directory.seats[0].government,
      .calendarNoticeIssued(CalendarNoticeIssued(notices[index])))
  }
}
