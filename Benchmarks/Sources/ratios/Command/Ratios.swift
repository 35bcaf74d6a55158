import ArgumentParser
import Foundation

/// Runs every row of the performance table beside its rival or limit.
@main
struct Ratios: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the library beside its rivals and limits, in one run.",
    discussion: """
      A figure is a ratio of two things measured in turns in one run: machines are shared and \
      noisy. Rows whose job failed, or was done wrong, have no figure; the exit status is then 1. \
      A goal that was missed is a figure like any other.
      """,
    subcommands: [ReplayChild.self])

  @Flag(help: "Smaller ledgers: under two minutes.")
  var quick = false

  @Option(help: "Write the rows to a file as JSON.")
  var json: String?

  @Option(parsing: .unconditional, help: "Events of the log (10,000,000; 120,000 when quick).")
  var events: Int?

  @Option(help: "Only this row; may be given several times.")
  var only: [String] = []

  @Option(help: "A ledger that is there already, as the log of the rows that only read one.")
  var ledger: String?

  @Option(help: "The folder in which ledgers and rivals are made, on the disk to be measured.")
  var scratch = NSTemporaryDirectory()

  func validate() throws {
    if let events, events < 10_000 {
      throw ValidationError("found --events \(events), expected 10000 or more")
    }
    let names = Jobs.all.flatMap(\.rows)
    for name in only where !names.contains(name) {
      throw ValidationError(
        "found --only \(name), expected one of \(names.joined(separator: ", "))")
    }
  }

  func run() async throws {
    let folder = try ScratchFolder(in: scratch)
    let size = if let ledger { try await Self.size(of: ledger) } else { events }
    let bench = Bench(
      quick ? .quick(events: size) : .full(events: size), folder, wanted: Set(only))
    if let ledger, let size { bench.keep(ledger, events: size, projecting: .later) }
    let result = await Self.run(bench)
    try folder.remove()
    for line in FigureTable(result.figures).lines { print(line) }
    if let json { try Self.write(result.figures, to: json) }
    guard result.failures.isEmpty else {
      let text = result.failures.map { "failed: \($0)\n" }.joined()
      FileHandle.standardError.write(Data(text.utf8))
      throw ExitCode.failure
    }
  }

  /// How many events a ledger holds.
  private static func size(of ledger: String) async throws -> Int {
    let subject = try Subject.open(ledger)
    let size = try await subject.size
    try subject.close()
    return size
  }

  private static func run(_ bench: Bench) async -> (figures: [Figure], failures: [String]) {
    var (figures, failures) = ([Figure](), [String]())
    for job in Jobs.all where job.rows.contains(where: bench.wants) {
      do {
        figures += try await job.run(on: bench).filter { bench.wants($0.name) }
      } catch {
        failures.append("\(job.rows.filter(bench.wants).joined(separator: ", ")): \(error)")
      }
    }
    bench.progress.clear()
    return (figures, failures)
  }

  private static func write(_ figures: [Figure], to path: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(figures) + Data("\n".utf8)).write(to: URL(fileURLWithPath: path))
  }
}
