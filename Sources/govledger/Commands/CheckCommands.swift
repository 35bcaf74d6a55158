import ArgumentParser
import GovDataLedger

struct RebuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild",
    abstract: "Rebuild the projections from the log and say whether they were equal.",
    discussion: """
      Tiles, indexes and the list of the law are made again too, where they are not what the events \
      say. Events that are not those of the stored head, or contradict a checkpoint, are refused: \
      nothing is made to agree with them.
      """)

  @OptionGroup var target: LedgerArgument

  @Flag(
    help: """
      Go on with a file that was copied while it was in use, or whose write-ahead log was lost: what is \
      not in it is gone.
      """)
  var incomplete = false

  func run() async throws {
    let report = try await target.writing(accepting: incomplete) { ledger in
      let progress = Progress("rebuilding")
      defer { progress.finish() }
      return try ledger.rebuild(progress: progress.update)
    }
    guard !report.differing.isEmpty else {
      return try Output.line("rebuilt from \(report.size) events: equal")
    }
    try Output.line(
      "rebuilt from \(report.size) events: not equal, now mended: "
        + report.differing.joined(separator: ", "))
    throw ExitCode(1)
  }
}

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Re-derive everything from the raw bytes and compare it with what is stored.",
    discussion: """
      Stored checkpoints are compared with the log at their sizes. Their signatures are checked \
      against a policy (C2SP tlog-policy): the ledger itself holds no key.
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "The keys of the log and its witnesses; the newest checkpoint needs the quorum.")
  var policy: String?

  func run() async throws {
    do {
      try await check(against: policy.map(SigningFiles.policy))
    } catch let error as LedgerError where error.code == .incomplete {
      // What the file says of itself is something that was found, no failure of the check.
      try Output.line("database \(error.message)")
      throw ExitCode(1)
    }
  }

  private func check(against policy: TransparencyPolicy?) async throws {
    let report = try await target.reading { ledger in
      let progress = Progress("verifying")
      defer { progress.finish() }
      return try await ledger.verify(policy: policy, progress: progress.update)
    }
    for disagreement in report.disagreements { try Output.line("\(disagreement)") }
    guard report.disagreements.isEmpty, let root = report.root else { throw ExitCode(1) }
    try Output.line("verified \(report.size) events, root \(root): everything agrees")
    for projection in report.projections { try Output.line(projection.line) }
    guard let signedSize = report.signedSize else { return }
    let trust = policy == nil ? "signatures not checked: no --policy" : "signed as the policy asks"
    try Output.line(
      "checkpoints: \(report.checkpoints), the newest of \(signedSize) events; \(trust)")
  }
}

extension VerifiedProjection {
  /// What is said of a service's projection, whose program is not here to make its rows again.
  fileprivate var line: String {
    let rows =
      failure.map { "was given up \($0)" }
      ?? "holds \(position) events, digest \(digest ?? "unreadable")"
    return
      "projection \(name) version \(version) of a service: \(rows); its rows were not made again: "
      + "`Ledger.verify` of the service does"
  }
}
