import ArgumentParser
import GovDataLedger

struct RecordCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Record JSON Lines, all or nothing.",
    discussion: """
      Each line is one record (`govledger schema record`). A line that is refused is named with \
      what was found and what was expected, and nothing is recorded. Recording the same file again \
      adds nothing.

      Without --batch, standard input and pipes are read to their end, into a temporary file, before \
      the ledger is locked: a slow source holds nobody up.
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The file to record; - is standard input.")
  var file = "-"

  @Option(
    parsing: .unconditional,
    help: "Commit after every N records; nothing of a commit that fails is recorded.")
  var batch: Int?

  @Flag(
    name: .customLong("import"),
    help: "Take the records as history: no violation is refused, the audit finds them.")
  var isImport = false

  @Flag(help: "Record acts also when they are violations.")
  var allowViolations = false

  func validate() throws {
    if let batch, batch < 1 { throw ValidationError("found --batch \(batch), expected 1 or more") }
  }

  func run() async throws {
    var lines = try LineReader(path: file)
    try await target.writing { ledger in
      let progress = Progress("recording")
      defer { progress.finish() }
      try ledger.record(
        &lines, mode: isImport ? .importing : allowViolations ? .allowingViolations : .live,
        batchSize: batch,
        onCommit: { commit in
          try Output.line(Self.describe(commit))
          // Whoever reads this may rely on the commit being on disk.
          try Output.flush()
        },
        onProgress: { count, _ in progress.update(Int64(count)) })
    }
  }

  private static func describe(_ commit: CommitReport) -> String {
    var line = "recorded \(commit.count) events"
    if let positions = commit.positions {
      line += " at positions \(positions.lowerBound)-\(positions.upperBound)"
    }
    return commit.alreadyRecorded > 0
      ? line + ", \(commit.alreadyRecorded) already recorded" : line
  }
}
