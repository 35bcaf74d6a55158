import ArgumentParser
import GovDataLedger

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Audit the log in two ways and list every obligation on which they differ, and why.",
    discussion: """
      Give an option twice to compare its two values; given once it holds for both audits.

        compare LEDGER --rules order-329/1 --rules order-329/1,decree-809/1
        compare LEDGER --known-at 2020-01-20 --known-at 2020-01-27
        compare LEDGER --calendar in-force --calendar at-start
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

  @OptionGroup var target: LedgerArgument

  @Option(
    help: "Events that occurred later do not count; now by default.", transform: Arguments.instant)
  var asOf: [Instant] = []

  @Option(
    help: "Events and notices that became known later do not count; now by default.",
    transform: Arguments.instant)
  var knownAt: [Instant] = []

  @Option(
    help: """
      Rule books joined by commas: names or files; `in-force` for those in force, which is the \
      default.
      """)
  var rules: [String] = []

  @Option(
    help: """
      `in-force`, the default; `at-start` for the calendar that was known when each clock started; \
      or a file of notices to count by besides.
      """)
  var calendar: [String] = []

  @Option(help: "How to print the differences.")
  var format = Format.table

  func validate() throws {
    let counts = [asOf.count, knownAt.count, rules.count, calendar.count]
    guard counts.allSatisfy({ $0 <= 2 }) else {
      throw ValidationError("an option may be given twice at most")
    }
    guard counts.contains(2) else {
      throw ValidationError("give --rules, --known-at, --as-of or --calendar twice to compare")
    }
  }

  func run() async throws {
    let (report, names): (ComparisonReport, [BodyCode: String]) = try await target.reading {
      ledger in
      let progress = Progress("replaying")
      defer { progress.finish() }
      let (differences, first, second) = try await ledger.compare(
        variant(0, of: ledger), variant(1, of: ledger), progress: progress.update)
      let report = ComparisonReport(differences: differences, first: first, second: second)
      guard format == .table else { return (report, [:]) }
      return (report, try await ledger.names(of: differences.compactMap(\.department)))
    }
    switch format {
    case .json: try report.writeJSON { try Output.write($0) }
    case .table: for line in report.lines(names) { try Output.line(line) }
    }
  }

  /// One of the two audits.
  private func variant(_ place: Int, of ledger: Ledger) async throws -> AuditVariant {
    let rules = Self.value(place, of: rules)
    return AuditVariant(
      asOf: Self.value(place, of: asOf), knownAt: Self.value(place, of: knownAt),
      rules: try await LawFiles.rules(rules == "in-force" ? nil : rules, for: ledger),
      calendar: try Self.calendar(Self.value(place, of: calendar)))
  }

  private static func value<Value>(_ place: Int, of values: [Value]) -> Value? {
    place < values.count ? values[place] : values.first
  }

  private static func calendar(_ name: String?) throws -> CalendarChoice {
    switch name {
    case nil, "in-force": .inForce
    case "at-start": .knownAtTheStart
    case .some(let path): .with(try LawFiles.notices(path).notices)
    }
  }
}
