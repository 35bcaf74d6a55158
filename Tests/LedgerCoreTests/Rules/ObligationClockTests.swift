@testable import LedgerCore
import Testing
import WorkingDays

/// The clock of one obligation, act by act.
@Suite struct ObligationClockTests {
  /// An act as a table states it.
  struct Did: Sendable {
    let type: EventType
    let at: Instant
    var days = 0
    var consented = true
    var received: CivilDate = "2000-01-01"
  }

  private static let lastMoment: Instant = "2025-10-30T23:59:59.999+08:00"
  private static let tooLate: Instant = "2025-10-31T00:00:00.000+08:00"

  /// Runs the clock of a rule from noon of its first day.
  private func clock(
    _ rule: String, from start: CivilDate, _ acts: [Did], of books: [RuleBook]? = nil
  ) throws -> ObligationClock {
    let law = try BundledLaw.load()
    let rules = (books ?? law.books).flatMap(\.obligations)
    return ObligationClock(
      try #require(rules.first { $0.id == rule }), from: start,
      opened: Instant(beijingDate: start, millisecondOfDay: 43_200_000),
      acts: acts.enumerated().map { position, did in
        ClockAct(
          type: did.type, moment: Moment(occurredAt: did.at, position: Int64(position)),
          days: did.days, isConsented: did.consented, receivedOn: did.received)
      }, calendar: law.calendar(with: []))
  }

  /// `2025-10-30 extended 5 excluded 0`, then the effects of the acts.
  private func told(_ clock: ObligationClock) -> String {
    let due: String =
      switch clock.due {
      case .firm(let date): "\(date)"
      case .provisional(let date): "provisionally \(date)"
      case nil: clock.isSuspended ? "suspended" : "-"
      }
    let effects = clock.steps.map { $0.days > 0 ? "\($0.effect) \($0.days)" : "\($0.effect)" }
    return ([due] + effects).joined(separator: ", ")
  }

  static let extensions: [([Did], String)] = [
    ([], "2025-10-30"),
    ([Did(type: .openExtended, at: lastMoment, days: 5)], "2025-11-06, extended 5"),
    ([Did(type: .openExtended, at: tooLate, days: 5)], "2025-10-30, tooLate"),
    ([Did(type: .openExtended, at: "2025-10-01", days: 20)], "2025-11-27, extended 20"),
    ([Did(type: .openExtended, at: "2025-10-01", days: 3650)], "2025-11-27, extended 20"),
    (
      [
        Did(type: .openExtended, at: "2025-10-01", days: 5),
        Did(type: .openExtended, at: "2025-10-02", days: 5),
      ], "2025-11-06, extended 5, tooOften"
    ),
    // An extension that came too late is not one of those allowed.
    (
      [
        Did(type: .openExtended, at: "2025-10-01", days: 5, consented: false),
        Did(type: .openExtended, at: "2025-10-02", days: 5),
      ], "2025-11-06, withoutConsent, extended 5"
    ),
    ([Did(type: .shareExtended, at: "2025-10-01", days: 5)], "2025-10-30"),
  ]

  @Test(arguments: extensions)
  func extends(_ acts: [Did], _ told: String) throws {
    #expect(try self.told(clock("ogi2019.33", from: "2025-09-26", acts)) == told)
  }

  /// What is left of the days allowed in all.
  @Test func severalExtensions() throws {
    let acts = [2, 9, 3].map { Did(type: .openExtended, at: "2025-10-01", days: $0) }
    let clock = try clock(
      "inv.applied", from: "2025-09-26", acts, of: [InventedBook.version(1)])
    #expect(clock.steps.map(\.days) == [2, 8, 0])
    #expect(clock.steps.map(\.effect) == [.extended, .extended, .tooOften])
    // The 25th day is 2025-10-21, a Tuesday.
    #expect(clock.due == .firm("2025-10-21") && clock.extendedDays == 10)
  }

  static let suspensions: [([Did], String, Int)] = [
    // At most fifteen working days, the last of them 2026-03-09.
    ([Did(type: .openConsultationBegun, at: "2026-02-10")], "2026-03-27, stopped", 27),
    (
      [
        Did(type: .openConsultationBegun, at: "2026-02-10"),
        Did(type: .openConsultationEnded, at: "2026-03-10"),
      ], "2026-03-27, stopped, outOfPlace", 27
    ),
    (
      [
        Did(type: .openConsultationBegun, at: "2026-02-10"),
        Did(type: .openConsultationEnded, at: "2026-02-26"),
      ], "2026-03-17, stopped, resumed", 16
    ),
    (
      [
        Did(type: .openConsultationBegun, at: "2026-02-10 09:00"),
        Did(type: .openConsultationEnded, at: "2026-02-10 17:00"),
      ], "2026-03-06, stopped, resumed", 0
    ),
    (
      [
        Did(type: .openConsultationEnded, at: "2026-02-10"),
        Did(type: .openConsultationBegun, at: "2026-03-07 00:00"),
      ], "2026-03-06, outOfPlace, tooLate", 0
    ),
    (
      [
        Did(type: .openConsultationBegun, at: "2026-02-10"),
        Did(type: .openConsultationBegun, at: "2026-02-12"),
        Did(type: .openConsultationEnded, at: "2026-02-26"),
        Did(type: .openConsultationEnded, at: "2026-02-27"),
      ], "2026-03-17, stopped, outOfPlace, resumed, outOfPlace", 16
    ),
  ]

  /// From 2026-02-02: twenty working days, around a Spring Festival from 02-15 to 02-23.
  @Test(arguments: suspensions)
  func stops(_ acts: [Did], _ told: String, _ excluded: Int) throws {
    let clock = try clock("ogi2019.33", from: "2026-02-02", acts)
    #expect(self.told(clock) == told)
    #expect(clock.excludedDays == excluded)
  }

  private static let asked = Did(type: .openCorrectionRequested, at: "2025-09-28")
  private static let corrected = Did(
    type: .openCorrected, at: "2025-10-13", received: "2025-10-10")

  static let restarts: [([Did], String, CivilDate?)] = [
    ([asked], "suspended, stopped", nil),
    ([asked, corrected], "2025-11-06, stopped, restarted", "2025-10-10"),
    ([corrected], "2025-10-30, outOfPlace", nil),
    (
      [asked, corrected, Did(type: .openCorrectionRequested, at: "2025-10-14")],
      "2025-11-06, stopped, restarted, tooOften", "2025-10-10"
    ),
    ([Did(type: .openCorrectionRequested, at: tooLate)], "2025-10-30, tooLate", nil),
    // The days granted lapse with the period that they lengthened, and remain used.
    (
      [
        Did(type: .openExtended, at: "2025-09-27", days: 5), asked, corrected,
        Did(type: .openExtended, at: "2025-10-14", days: 5),
      ], "2025-11-06, extended 5, stopped, restarted, tooOften", "2025-10-10"
    ),
    // While it waits nothing is too late.
    (
      [asked, Did(type: .openExtended, at: "2026-06-01", days: 5)],
      "suspended, stopped, extended 5", nil
    ),
    // A day on which the clock stood still before the restart is none after it.
    (
      [
        Did(type: .openConsultationBegun, at: "2025-09-26"),
        Did(type: .openConsultationEnded, at: "2025-10-16"),
        Did(type: .openCorrectionRequested, at: "2025-10-17"), corrected,
      ], "2025-11-06, stopped, resumed, stopped, restarted", "2025-10-10"
    ),
  ]

  @Test(arguments: restarts)
  func beginsAnew(_ acts: [Did], _ told: String, _ restartedOn: CivilDate?) throws {
    let clock = try clock("ogi2019.33", from: "2025-09-26", acts)
    #expect(self.told(clock) == told)
    #expect(clock.restartedOn == restartedOn)
    #expect(clock.start == restartedOn ?? "2025-09-26")
  }

  @Test func hours() throws {
    let clock = try clock("cir2025.4", from: "2025-12-31", [])
    #expect(clock.due == .firm("2025-12-31") && clock.last == "2025-12-31 16:00")
    let later = try self.clock(
      "inv.heard", from: "2025-12-31", [], of: [InventedBook.version(2)])
    #expect(later.due == .firm("2026-01-02") && later.last == "2026-01-02 12:00")
  }

  /// The thirtieth day after 2025-09-04 is 2025-10-04, in the holidays that end on 10-08.
  @Test(
    arguments: [
      ("cir2025.8", "2025-09-04", "2025-10-09"), ("cir2025.8", "2025-09-09", "2025-10-09"),
      ("cir2025.8", "2025-09-10", "2025-10-10"), ("inv.agreed", "2025-09-26", "2025-10-06"),
    ] as [(String, CivilDate, CivilDate)])
  func daysOfTheCalendar(_ rule: String, _ start: CivilDate, _ due: CivilDate) throws {
    let books = try BundledLaw.load().books + [InventedBook.version(1)]
    let clock = try clock(rule, from: start, [], of: books)
    #expect(clock.due == .firm(due) && clock.last == .end(of: due))
  }

  @Test func atOnce() throws {
    let clock = try clock("sd329.31.report", from: "2025-09-26", [])
    #expect(clock.due == nil && clock.last == nil && !clock.isSuspended)
  }

  /// Past the known calendar a due date is provisional, and acts are in time by it.
  @Test func provisional() throws {
    let acts = [Did(type: .openExtended, at: "2027-01-22 23:59", days: 1)]
    let clock = try clock("ogi2019.33", from: "2026-12-25", acts)
    #expect(told(clock) == "provisionally 2027-01-25, extended 1")
  }
}
