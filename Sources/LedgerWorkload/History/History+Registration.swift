import LedgerCore
import WorkingDays

/// Bodies, their first entries, and the law that the ledger applies.
extension History {
  mutating func registerBody(_ index: Int) -> Record {
    registeredBodies = index + 1
    let body = directory.bodies[index]
    planCatalogue(of: index, body.quota)
    let data = DepartmentRegistered(
      department: body.code, name: directory.name(of: index),
      division: directory.division(of: index), kind: body.type.profile.kind)
    return record(
      identifiers("B-", index + 1), by: directory.seat(of: index).dataAuthority,
      .departmentRegistered(data))
  }

  /// Half of a body's entries within weeks, the others later in the year.
  private mutating func planCatalogue(of body: Int, _ quota: Int) {
    guard quota > 0 else { return }
    let first = quota < 6 ? quota : quota / 2
    planEntries(of: body, first, at: officeTime(afterWorkingDays: random.within(1...12)))
    let second = (quota - first + 1) / 2
    for count in [second, quota - first - second] where count > 0 {
      // The year has 366 days; the last batches come in December.
      let day = min(350, now.day + 15 + random.below(max(1, 330 - now.day)))
      let workingDay = calendar.workingDay(onOrAfter: day)
      planEntries(of: body, count, at: TimeOfDay.office.time(on: workingDay, &random))
    }
  }

  private mutating func planEntries(of body: Int, _ count: Int, at time: HistoryTime) {
    plan(.registerEntries(body: body, left: count), at: time)
  }

  mutating func registerEntries(of body: Int, _ left: Int) -> Record {
    entriesToCome -= 1
    let record = registerEntry(of: body)
    if left > 1 {
      let pause = random.within(20_000...90_000)
      plan(.registerEntries(body: body, left: left - 1), at: now.adding(milliseconds: pause))
    }
    return record
  }

  mutating func adoptRules() -> Record {
    guard let book = RuleBookName("order-329/1") else { return registerEntry(of: anyBody()) }
    let from = HistoryTime.date(ofDay: 31)
    return record(
      "R-1", by: directory.seats[0].dataAuthority,
      .rulesAdopted(RulesAdopted(book: book, from: from)))
  }

  mutating func issueNotice(_ index: Int) -> Record {
    record(
      identifiers("N-", index + 1), by: directory.seats[0].government,
      .noticeIssued(NoticeIssued(notice: notices[index])))
  }
}
