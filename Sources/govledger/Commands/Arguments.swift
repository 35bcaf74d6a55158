import ArgumentParser
import GovDataLedger

/// Reads the command line's values; a value that is not one is a usage error.
enum Arguments {
  /// A timestamp, or a date, which stands for its last millisecond in Beijing.
  static func instant(_ text: String) throws -> Instant {
    if let instant = Instant(timeOrDate: text) { return instant }
    throw ValidationError(
      "found “\(text)”, expected a time such as 2025-12-31T23:59:59+08:00, or a date")
  }

  static func date(_ text: String) throws -> CivilDate {
    guard let date = CivilDate(text) else {
      throw ValidationError("found “\(text)”, expected a date that exists, as YYYY-MM-DD")
    }
    return date
  }

  static func bodyCode(_ text: String) throws -> BodyCode {
    guard let code = BodyCode(text) else {
      throw ValidationError("found “\(text)”, expected a unified social credit code (GB 32100)")
    }
    return code
  }

  static func division(_ text: String) throws -> Division {
    guard let division = Division(text) else {
      throw ValidationError("found “\(text)”, expected a division's six digits (GB/T 2260)")
    }
    return division
  }

  static func stream(_ text: String) throws -> StreamName {
    guard let stream = StreamName(text) else {
      throw ValidationError("found “\(text)”, expected a stream such as share-request/SR-1")
    }
    return stream
  }

  static func keyName(_ text: String) throws -> KeyName {
    do {
      return try KeyName(text)
    } catch {
      throw ValidationError(
        "found “\(text)”, expected a name without spaces and plus, such as log.example.cn/city")
    }
  }

  static func verifierKey(_ text: String) throws -> VerifierKey {
    do {
      return try VerifierKey(text)
    } catch {
      // It may be the private half, which no message repeats.
      throw ValidationError("expected a verifier key: \(error.message)")
    }
  }

  static func type(_ text: String) throws -> EventType {
    guard let type = EventType(rawValue: text) else {
      let types = EventType.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("found “\(text)”, expected one of \(types)")
    }
    return type
  }
}

/// The ledger that a command works on.
struct LedgerArgument: ParsableArguments {
  @Argument(help: "The ledger's file.")
  var ledger: String

  /// Opens it for reading only while `body` runs.
  func reading<Result>(_ body: (Ledger) async throws -> Result) async throws -> Result {
    try await Ledger(at: ledger, readOnly: true).whileOpen(body)
  }

  /// Opens it for recording while `body` runs.
  ///
  /// - Parameter incomplete: whether it may be what is left of a ledger.
  func writing<Result>(
    accepting incomplete: Bool = false, _ body: (Ledger) async throws -> Result
  ) async throws -> Result {
    try await Ledger(at: ledger, acceptingIncomplete: incomplete).whileOpen(body)
  }
}

extension Ledger {
  /// Runs `body`, and closes the ledger whether or not it throws: a ledger is complete in its one
  /// file after every command.
  func whileOpen<Result>(_ body: (Ledger) async throws -> Result) async throws -> Result {
    let result: Result
    do {
      result = try await body(self)
    } catch {
      // What went wrong first is what there is to say.
      try? close()
      throw error
    }
    try close()
    return result
  }
}

/// The times and the rule book that an audit is asked about.
struct AuditQuestion: ParsableArguments {
  @Option(
    help: "Events that occurred later do not count; now by default.", transform: Arguments.instant)
  var asOf: Instant?

  @Option(
    help: "Events and notices that became known later do not count; now by default.",
    transform: Arguments.instant)
  var knownAt: Instant?

  @OptionGroup var choice: RulesOption
}

/// The rule books that are applied.
struct RulesOption: ParsableArguments {
  @Option(
    help: """
      The rule books to judge by, joined by commas: names of bundled or adopted books, or files. By \
      default those in force: order-329/1, and what the log adopted.
      """)
  var rules: String?

  /// The files among the books, and whatever has the name of another.
  var files: [ProtectedFile] {
    (rules ?? "").split(separator: ",").map { .file(String($0)) }
  }

  /// The choice for a ledger.
  func choice(for ledger: Ledger) async throws -> RuleChoice {
    try await LawFiles.rules(rules, for: ledger)
  }
}
