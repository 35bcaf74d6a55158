import ArgumentParser
import GovDataLedger

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Verify a capsule and make a ledger of it that is only read.",
    discussion: """
      Every event must stand under the checkpoint, which the policy's keys must have signed. Then \
      the ledger is audited, queried and proven from like any other; nothing can be recorded in it.
      """)

  @Argument(help: "The capsule, as `export --output` writes it.")
  var capsule: String

  @Argument(help: "The ledger's file, which must not be there yet.")
  var ledger: String

  @Option(help: "The keys of the log and its witnesses (C2SP tlog-policy).")
  var policy: String

  func run() throws {
    let progress = Progress("verifying")
    defer { progress.finish() }
    let checkpoint = try Ledger.importCapsule(
      capsule, to: ledger, policy: try SigningFiles.policy(policy), progress: progress.update)
    progress.finish()
    try Output.line("imported \(checkpoint.size) events of \(checkpoint.origin)")
  }
}
