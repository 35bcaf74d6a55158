import ArgumentParser
import GovDataLedger

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make an empty ledger; never overwrites.")

  @OptionGroup var target: LedgerArgument

  @Option(
    help: """
      What identifies the log: the first line of its checkpoints, which never changes, and the name \
      of its key. Without it the first key that signs gives the log its name.
      """,
    transform: Arguments.keyName)
  var origin: KeyName?

  func run() throws {
    let ledger: Ledger
    do {
      ledger = try Ledger.create(at: target.ledger, origin: origin)
    } catch {
      // Whatever prevents it, a ledger could not be created.
      throw LedgerError(.alreadyExists, error.message)
    }
    try ledger.close()
    try Output.line("made an empty ledger: \(target.ledger)")
  }
}
