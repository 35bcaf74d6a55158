import ArgumentParser
import GovDataLedger
import LedgerWorkload

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Write a realistic history as JSON Lines.",
    discussion: "The same number of events and seed give the same bytes.")

  @Option(parsing: .unconditional, help: "How many records.")
  var events: Int

  @Option(parsing: .unconditional, help: "The seed.")
  var seed: UInt64

  @Flag(
    name: .customLong("import"),
    help: "As another system's history: with times of recording, and some violations.")
  var asImport = false

  func validate() throws {
    if events < 0 { throw ValidationError("found --events \(events), expected 0 or more") }
  }

  func run() throws {
    let settings = WorkloadSettings(events: events, seed: seed, asImport: asImport)
    var chunk: [UInt8] = []
    for record in try Workload(settings) {
      chunk += record.canonicalBytes
      chunk.append(0x0A)
      if chunk.count > 1 << 16 {
        try Output.write(chunk)
        chunk.removeAll(keepingCapacity: true)
      }
    }
    try Output.write(chunk)
  }
}
