import ArgumentParser
import GovDataLedger

struct CheckpointCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkpoint",
    abstract: "Sign the head of the log, store the checkpoint and print it.",
    discussion: """
      Only a head that extends the last one signed is signed, by what the ledger holds and by \
      KEY.signed beside the key file: an old copy of the ledger, or a fork, is refused with both \
      heads and exit status 1; so is everything as long as KEY.signed does not tell what was signed. \
      The same head again is answered with the stored checkpoint. A ledger \
      without an origin takes the key's name.
      """)

  @OptionGroup var target: LedgerArgument

  @OptionGroup var options: SigningOptions

  func run() async throws {
    let signing = try options.signing()
    let checkpoint = try await target.writing { ledger in
      try await ledger.checkpoint(signer: signing.signer, memory: signing.memory)
    }
    try Output.write(checkpoint.bytes)
  }
}

struct ConsistencyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consistency",
    abstract: "Print the proof that the newest checkpoint only appends to an older size.",
    discussion: """
      A witness asks for it (`witness --proof`): `old SIZE`, then one hash a line (C2SP \
      tlog-witness, RFC 6962 section 2.1.2).
      """)

  @OptionGroup var target: LedgerArgument

  @Option(
    name: .customLong("from"), parsing: .unconditional,
    help: "The size that the witness has seen: the second line of its last checkpoint.")
  var oldSize: Int64

  func validate() throws {
    if oldSize < 0 { throw ValidationError("found --from \(oldSize), expected 0 or more") }
  }

  func run() async throws {
    let proof = try await target.reading { try await $0.consistencyProof(from: oldSize) }
    try Output.write(proof.text.utf8)
  }
}

struct AcceptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accept",
    abstract: "Take the cosignatures of witnesses into the ledger's checkpoint.",
    discussion: """
      The checkpoint must be the one that the ledger signed. With a policy, the signatures of the \
      log and of the policy's witnesses are checked, and those witnesses' signatures are taken. \
      Without one nothing can be checked, and signatures are only added. Prints the checkpoint as it \
      is stored now.
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The cosigned checkpoint; - is standard input.")
  var checkpoint: String

  @Option(help: "The keys of the log and its witnesses (C2SP tlog-policy).")
  var policy: String?

  func run() async throws {
    let policy = try policy.map(SigningFiles.policy)
    let cosigned = try SigningFiles.checkpoint(checkpoint)
    let merged = try await target.writing { try await $0.accept(cosigned, policy: policy) }
    try Output.write(merged.bytes)
  }
}
