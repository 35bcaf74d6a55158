import ArgumentParser
import GovDataLedger

struct AttestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attest",
    abstract: "Replay the log, record what the audit found, and sign a checkpoint over it.",
    discussion: """
      The event `audit.attested` holds the digests of the report and of the projections, and the \
      Merkle roots over the states of all obligations and over all violations. Certificates made by \
      `prove` then show one of them under its root, also that something did not happen. Prints the checkpoint.
      """)

  @OptionGroup var target: LedgerArgument

  @OptionGroup var options: SigningOptions

  @OptionGroup var question: AuditQuestion

  @Option(
    help: """
      The body that attests; by default the registered data authority of the highest division, and \
      where there is none the body that acted last.
      """,
    transform: Arguments.bodyCode)
  var actor: BodyCode?

  func run() async throws {
    let signing = try options.signing()
    let checkpoint = try await target.writing { ledger in
      let progress = Progress("replaying")
      defer { progress.finish() }
      return try await ledger.attest(
        asOf: question.asOf, knownAt: question.knownAt,
        rules: try await question.choice.choice(for: ledger), actor: actor,
        signer: signing.signer, memory: signing.memory, progress: progress.update)
    }
    try Output.write(checkpoint.bytes)
  }
}

struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract: "Write the certificate of an obligation or a violation, which proves itself offline.",
    discussion: """
      The certificate holds the events that show the finding, the proofs that they stand in the log \
      under a checkpoint signed now, the counted days of an obligation, and the whole in words \
      (`govledger schema certificate`). `govledger-verify` checks it. Under an attestation \
      (`govledger attest`) it proves also what did not happen.
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(
    help: """
      The obligation, such as sd329.23/SR-1, or the violation: its rule and the act's event, such as \
      sd329.23.reasons/sr-1-replied.
      """)
  var finding: String

  @OptionGroup var options: SigningOptions

  @OptionGroup var choice: RulesOption

  @Option(help: "Write the certificate to a file instead of standard output.")
  var output: String?

  func run() async throws {
    try Output.protect([.ledger(target.ledger), .key(options.key)] + choice.files, from: output)
    let signing = try options.signing()
    let certificate = try await target.writing { ledger in
      let checkpoint = try await ledger.checkpoint(signer: signing.signer, memory: signing.memory)
      let progress = Progress("replaying")
      defer { progress.finish() }
      return try await ledger.prove(
        Identifier(finding), under: checkpoint, rules: try await choice.choice(for: ledger),
        progress: progress.update)
    }
    guard let output, output != "-" else { return try Output.write(certificate.json) }
    try WholeFile.write(to: output) { try $0(certificate.json) }
    try Output.line(certificate.statement.zh)
    try Output.line(certificate.statement.en)
  }
}
