import ArgumentParser
import GovDataLedger

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Make an empty ledger; never overwrites.")

  @OptionGroup var target: LedgerArgument

  func run() throws {
    let ledger: Ledger
    do {
      ledger = try Ledger.create(at: target.ledger)
    } catch {
      // Whatever prevents it, a ledger could not be created.
      throw LedgerError(.alreadyExists, error.message)
    }
    try ledger.close()
    try Output.line("made an empty ledger: \(target.ledger)")
  }
}
