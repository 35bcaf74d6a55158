import ArgumentParser
import Foundation
import GovDataLedger
import StandardStreams

/// `govledger`: the ledger on the command line (contract §7).
@main
struct GovLedger: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "govledger",
    abstract: "A ledger of government data under Order 329 (山东省人民政府令第329号).",
    discussion: """
      Every act is an event in an append-only log. An audit replays the log and says which \
      obligations were met, late or missed, and why.

      Exit status: 0 done; 1 a check found something; 64 usage; 65 bad input data; 66 no such \
      input; 73 cannot create; 74 input or output failed.
      """,
    subcommands: [
      DemoCommand.self, InitCommand.self, RecordCommand.self, AuditCommand.self,
      CompareCommand.self, ExplainCommand.self, UpcomingCommand.self, NoticeCommand.self,
      AdoptCommand.self, DeadlineCommand.self, EventsCommand.self, ShowCommand.self,
      RebuildCommand.self,
      VerifyCommand.self, GenerateCommand.self, SchemaCommand.self, KeygenCommand.self,
      CheckpointCommand.self, ConsistencyCommand.self, WitnessCommand.self, AcceptCommand.self,
      ExportCommand.self, ImportCommand.self, AttestCommand.self, ProveCommand.self,
    ])

  /// How many files a command has open at a time, at most, with those of the runtime's threads.
  private static let openFiles = 32

  static func main() async {
    StandardStreams.hold()
    do {
      if let words = FileDescriptors.lack(of: openFiles) {
        throw LedgerError(
          .inputOutput,
          "cannot open \(openFiles) files at a time: \(words); allow more with `ulimit -n`")
      }
      if let fault = CommandLineWords.fault { throw ValidationError(fault) }
      var command = try parseAsRoot(nil)
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
      try Output.flush()
    } catch {
      try? Output.flush()
      Foundation.exit(Failure(error).report())
    }
  }
}

/// How an error leaves the program: one line on standard error, and an exit status.
private struct Failure {
  private let error: any Error

  init(_ error: any Error) { self.error = error }

  /// Prints the line, if there is one, and returns the exit status.
  func report() -> Int32 {
    if let error = error as? LedgerError {
      say(error.description)
      return error.exitStatus
    }
    if let exit = error as? ExitCode { return exit.rawValue }
    // Help and version are answers, not errors.
    if GovLedger.exitCode(for: error).isSuccess { return answer(GovLedger.fullMessage(for: error)) }
    guard GovLedger.exitCode(for: error) == .validationFailure else {
      say("\(error)")
      return 74
    }
    say(usageFault(GovLedger.message(for: error)), hint: true)
    return 64
  }

  /// The first line of a message, with the values to choose from that it lists below.
  private func usageFault(_ message: String) -> String {
    let lines = message.split(separator: "\n")
    let choices = lines.filter { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }
    let first = lines.first ?? "bad usage"
    return choices.isEmpty ? String(first) : "\(first) \(choices.joined(separator: ", "))"
  }

  private func answer(_ text: String) -> Int32 {
    do {
      try Output.write((text + "\n").utf8)
      try Output.flush()
      return 0
    } catch {
      return Failure(error).report()
    }
  }

  private func say(_ message: String, hint: Bool = false) {
    StandardError.say(message + (hint ? "; see `govledger --help`" : ""))
  }
}

extension StandardError {
  /// Says one line for people: as long as the list of all event types, which is the longest that
  /// anyone reads.
  static func say(_ message: String) { say(message, by: "govledger", atMost: 2500) }
}

extension LedgerError {
  /// The exit status of the contract (§7), which follows `sysexits.h`.
  fileprivate var exitStatus: Int32 {
    switch code {
    case .forked: 1
    case .malformed, .unknownReference, .contradictory, .unlawful, .inTheFuture, .tooLarge,
      .versionConflict, .notALedger, .newerFormat, .damaged, .incomplete, .forgotten:
      65
    case .notFound: 66
    case .alreadyExists: 73
    case .behind, .busy, .readOnly, .inputOutput: 74
    }
  }
}
