import ArgumentParser
import GovDataLedger

struct WitnessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "witness",
    abstract: "Cosign a log's checkpoint after checking that the log has only grown.",
    discussion: """
      The last checkpoint of each log is kept in the state file, which is made when it is absent; one \
      that is empty or cannot be read lets nothing be cosigned. A \
      larger checkpoint needs a proof from that size (`govledger consistency`). A fork is refused: \
      both heads are printed, which anyone can check, and the exit status is 1.

      The log's key comes from --policy or --log. Without either, the log's own signature cannot be \
      checked: the first checkpoint of a log is trusted, and later ones only have to be consistent \
      with it. Do that only with files that come from the log itself.
      """)

  @Argument(help: "The checkpoint to cosign; - is standard input.")
  var checkpoint: String

  @Option(help: "The witness's private key, as `keygen --cosigner` writes it.")
  var key: String

  @Option(help: "The file that remembers the last checkpoint of each log.")
  var state: String

  @OptionGroup var word: MemoryOption

  @Option(help: "The proof from the size that was seen last.")
  var proof: String?

  @Option(help: "A policy with the keys of the logs to be witnessed (C2SP tlog-policy).")
  var policy: String?

  @Option(
    help: "The verifier key of the log, instead of a policy.", transform: Arguments.verifierKey)
  var log: VerifierKey?

  func validate() throws {
    if policy != nil, log != nil {
      throw ValidationError("found --policy and --log, expected one of them")
    }
  }

  func run() throws {
    let inputs = [checkpoint, proof, policy].compactMap { $0.map(ProtectedFile.file) }
    try Output.protect(inputs + [.key(key)], from: state)
    let trust = try trust()
    let memory = CheckpointMemoryFile(
      path: state, beginningAgain: word.withoutMemory, believing: trust.believes)
    let witness = try CheckpointWitness(key: SigningFiles.key(key), memory: memory, trust: trust)
    let checkpoint = try SigningFiles.checkpoint(checkpoint)
    let proof = try proof.map(SigningFiles.consistencyProof)
    switch try witness.cosign(checkpoint, proof: proof) {
    case .cosigned(let cosigned): try Output.write(cosigned.bytes)
    case .refused(let refusal): try refuse(refusal)
    }
  }

  private func trust() throws -> CheckpointWitness.Trust {
    if let policy { return .policy(try SigningFiles.policy(policy)) }
    return log.map { .log($0) } ?? .nobody
  }

  private func refuse(_ refusal: WitnessRefusal) throws {
    if let evidence = refusal.evidence {
      try Output.write(evidence.bytes)
      throw LedgerError(
        .forked, "not cosigned: \(refusal.message); standard output has both heads as evidence")
    }
    throw LedgerError(
      .malformed,
      "not cosigned: \(refusal.message); make the proof with `govledger consistency --from`")
  }
}
