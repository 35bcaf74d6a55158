import ArgumentParser
import GovDataLedger

struct DeadlineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deadline", abstract: "Count working days (工作日) by the bundled holiday notices.",
    discussion: """
      The starting day is not counted (Civil Code art. 201). Past the years that the notices cover \
      nothing is known, and the command says so instead of guessing.

      With --batch each line of standard input is FROM N [KNOWN-ON], and each answer is a line: \
      the due date, or “unknown”.
      """)

  @Option(help: "The day from which is counted.", transform: Arguments.date)
  var from: CivilDate?

  @Option(parsing: .unconditional, help: "How many working days.")
  var workingDays: Int?

  @Option(help: "Count by the notices issued on or before this day.", transform: Arguments.date)
  var knownOn: CivilDate?

  @Flag(help: "List every day, whether it counts, and which notice says so.")
  var explain = false

  @Flag(help: "Answer the lines of standard input.")
  var batch = false

  func validate() throws {
    if batch {
      guard from == nil, workingDays == nil, knownOn == nil, !explain else {
        throw ValidationError("--batch takes its cases from standard input alone")
      }
      return
    }
    guard from != nil else { throw ValidationError("Missing expected argument '--from <from>'") }
    guard let workingDays else {
      throw ValidationError("Missing expected argument '--working-days <working-days>'")
    }
    guard 1...CountingRule.maximumDays ~= workingDays else {
      throw ValidationError(
        "found --working-days \(workingDays), expected 1 to \(CountingRule.maximumDays)")
    }
  }

  func run() throws {
    let calendar = try BundledLaw.load().calendar(with: [])
    if batch { return try answer(calendar) }
    guard let from, let workingDays else { return }
    let explanation = try Self.count(
      calendar, DeadlineCase(from: from, workingDays: workingDays, knownOn: knownOn))
    guard case .firm(let due) = explanation.due else {
      throw Self.unknown(knownOn.map(calendar.asKnown) ?? calendar, explanation.due)
    }
    try Output.line("\(due)")
    if explain { try DayListing(explanation).lines.forEach { try Output.line($0) } }
  }

  private static func count(
    _ calendar: HolidayCalendar, _ question: DeadlineCase
  ) throws -> CountExplanation {
    let known = question.knownOn.map(calendar.asKnown) ?? calendar
    do {
      return try known.explain(
        from: question.from, counting: CountingRule(workingDays: question.workingDays))
    } catch {
      throw LedgerError(.malformed, "\(error); give a day that the notices cover")
    }
  }

  private static func unknown(_ calendar: HolidayCalendar, _ due: DueDate) -> LedgerError {
    let coverage =
      calendar.coverage.map { "from \($0.lowerBound) to \($0.upperBound)" } ?? "no year at all"
    return LedgerError(
      .malformed,
      "not known: the notices cover \(coverage); by bare weekends it would be \(due.date)"
        + " (provisional); record the year's notice first")
  }

  // MARK: Many cases

  private func answer(_ calendar: HolidayCalendar) throws {
    var lines = try LineReader(path: "-")
    var calendars: [CivilDate: HolidayCalendar] = [:]
    while let line = try lines.next() {
      guard let question = DeadlineCase(line.bytes) else {
        throw LedgerError(
          .malformed, "expected FROM N [KNOWN-ON], such as 2025-09-26 15 -", line: line.number)
      }
      var known = calendar
      if let date = question.knownOn {
        known = calendars[date] ?? calendar.asKnown(on: date)
        calendars[date] = known
      }
      let rule = try CountingRule(workingDays: question.workingDays)
      if case .firm(let date)? = try? known.dueDate(from: question.from, counting: rule) {
        try Output.line("\(date)")
      } else {
        try Output.line("unknown")
      }
    }
  }
}

/// One question: from which day, how many working days, known on which day.
private struct DeadlineCase {
  let from: CivilDate
  let workingDays: Int
  let knownOn: CivilDate?

  init(from: CivilDate, workingDays: Int, knownOn: CivilDate?) {
    self.from = from
    self.workingDays = workingDays
    self.knownOn = knownOn
  }

  init?(_ line: [UInt8]) {
    let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard 2...3 ~= words.count, let from = CivilDate(String(words[0])),
      let workingDays = Int(words[1]), 1...CountingRule.maximumDays ~= workingDays
    else { return nil }
    self.from = from
    self.workingDays = workingDays
    guard words.count == 3, words[2] != "-" else {
      knownOn = nil
      return
    }
    guard let date = CivilDate(String(words[2])) else { return nil }
    knownOn = date
  }
}
