import ArgumentParser
import GovDataLedger

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Replay the log and report which obligations were met, late or missed.",
    discussion: """
      The same log, times and rules give the same bytes on every machine (`--format json`, \
      `govledger schema report`).

      --output replaces a plain file as a whole, follows links, and writes through into anything \
      else, such as a pipe or /dev/stdout. What the audit reads, the ledger's own files among it, is \
      never written over. In a table, what leaves no mark is shown escaped (\\u{202E}); in CSV, an \
      apostrophe stands before what a spreadsheet would take for a formula.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json, csv }

  @OptionGroup var target: LedgerArgument

  @OptionGroup var question: AuditQuestion

  @Option(
    help: """
      How many working days after an act it may become known before a verdict that rests on it alone \
      is marked as late evidence.
      """)
  var lateEvidence = AuditScope.usualDelay

  @Option(help: "Only findings about this body.", transform: Arguments.bodyCode)
  var department: BodyCode?

  @Option(
    help: """
      A file to go on from, if it is there, and to save the replay in. The report is the same as \
      without it.
      """)
  var resume: String?

  @Option(help: "How to print the report.")
  var format = Format.table

  @Option(help: "Write the report to a file instead of standard output.")
  var output: String?

  @Flag(help: "Exit with 1 when anything is late, overdue or a violation.")
  var strict = false

  func validate() throws {
    guard 0...3650 ~= lateEvidence else {
      throw ValidationError("found \(lateEvidence), expected 0 to 3650 working days")
    }
  }

  func run() async throws {
    let inputs = [.ledger(target.ledger)] + question.choice.files
    try Output.protect(inputs, from: resume)
    try Output.protect(inputs + (resume.map { [.file($0)] } ?? []), from: output)
    let (report, names): (AuditReport, [BodyCode: String]) = try await target.reading { ledger in
      let progress = Progress("replaying")
      defer { progress.finish() }
      let report = try await ledger.audit(
        asOf: question.asOf, knownAt: question.knownAt,
        rules: try await question.choice.choice(for: ledger), lateEvidence: lateEvidence,
        department: department, resuming: resume, progress: progress.update)
      guard format == .table else { return (report, [:]) }
      return (report, try await ledger.names(of: AuditTable.bodies(in: report)))
    }
    if let output, output != "-" {
      try WholeFile.write(to: output) { write in try self.write(report, names, to: write) }
    } else {
      try write(report, names) { try Output.write($0) }
    }
    if strict, report.summary.findsFault { throw ExitCode(1) }
  }

  private func write(
    _ report: AuditReport, _ names: [BodyCode: String], to sink: ([UInt8]) throws -> Void
  ) throws {
    switch format {
    case .json: try report.writeJSON(to: sink)
    case .csv: try AuditCSV(report: report).write(to: sink)
    case .table:
      for line in AuditTable(report: report, names: names).lines {
        try sink(Output.bytes(ofLine: line))
      }
    }
  }
}
