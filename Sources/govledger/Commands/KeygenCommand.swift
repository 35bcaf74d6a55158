import ArgumentParser
import GovDataLedger

struct KeygenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make a signing key in a file of its own, and print its public half.",
    discussion: """
      The file (mode 0600, never overwritten) holds the private key on one line, PRIVATE+KEY+…; \
      keep it secret and apart from the ledger. A key file that everybody may write is refused, one \
      that everybody may read is used with a warning. The line that is printed is the verifier key, which \
      goes into policies. Beside the key, FILE.signed remembers what it signed last: keep it with \
      the key, so that an old copy of the ledger is noticed.
      """)

  @Option(
    help: "The key's name: the log's origin, or the name of the witness.",
    transform: Arguments.keyName)
  var origin: KeyName

  @Option(help: "The file to write the private key to.")
  var output: String

  @Flag(help: "Make a witness's key, which cosigns checkpoints of logs, instead of a log's.")
  var cosigner = false

  func validate() throws {
    if output == "-" {
      throw ValidationError("found --output -, expected a file: a private key is never printed")
    }
  }

  func run() throws {
    let key = SignerKey(generatedFor: origin, type: cosigner ? .cosignature : .ed25519)
    try SignerKeyFile.create(key, at: output)
    // To be pasted into policies: exact, whatever the name holds.
    try Output.write((key.verifierKey.text + "\n").utf8)
  }
}
