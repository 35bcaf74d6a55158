import Testing
import TestSupport

@testable import GovDataLedger

/// The obligations that fall due soon, as time goes on.
@Suite struct UpcomingTests {
  let folder: TemporaryFolder
  let clock: SettableClock
  let ledger: Ledger

  init() throws {
    folder = try TemporaryFolder()
    clock = SettableClock(try instant("2026-03-02T09:00:00+08:00"))
    ledger = try Ledger.create(at: folder.file("ledger"), clock: clock.clock)
  }

  @Test func eachIsGivenOnceAsItsDueDateNears() async throws {
    _ = try await ledger.record(entry(), mode: .importing)
    _ = try await ledger.record(request("R-1", "2026-03-02T09:00:00+08:00"))
    var upcoming = ledger.upcoming(inNext: 3, lookingEvery: .milliseconds(5)).makeAsyncIterator()

    // Due on 2026-03-16: within three working days from 2026-03-11 on.
    #expect(try ledger.upcoming(within: 3).isEmpty)
    clock.advance(milliseconds: 9 * 86_400_000)
    let first = try await upcoming.next()
    #expect(try first?.obligation.text == "sd329.23/R-1" && first?.dueOn == day("2026-03-16"))

    // A new one that is due at once, by another commit.
    _ = try await ledger.record(request("R-2", "2026-02-26T09:00:00+08:00"), mode: .importing)
    let second = try await upcoming.next()
    #expect(try second?.obligation.text == "sd329.23/R-2" && second?.dueOn == day("2026-03-11"))

    // A notice moves the due date of the first: it is given again.
    let notice = try HolidayNotice(
      name: "调整", issuedOn: day("2026-03-11"), off: [day("2026-03-16")], worked: [])
    _ = try await ledger.issue([notice], actor: lawBody)
    clock.advance(milliseconds: 86_400_000)
    let third = try await upcoming.next()
    #expect(try third?.obligation.text == "sd329.23/R-1" && third?.dueOn == day("2026-03-17"))
  }

  @Test func itEndsWithItsTask() async throws {
    let upcoming = ledger.upcoming(inNext: 3, lookingEvery: .milliseconds(5))
    let task = Task {
      var count = 0
      for try await _ in upcoming { count += 1 }
      return count
    }
    try await Task.sleep(for: .milliseconds(30))
    task.cancel()
    #expect(try await task.value == 0)
  }
}
