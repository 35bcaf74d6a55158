import ArgumentParser
import GovDataLedger
import LedgerWorkload

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate", abstract: "Write a realistic history as JSON Lines.",
    discussion: """
      The same options give the same bytes. A year of the province: --events 330000 --seed 1 \
      --bodies 5000 --entries 160000 --year 2025

      With --unlawful, that share of the matters (entries, update triggers, requests, projects and so \
      on) get an unlawful act, of every kind that an audit finds. Such a history is another system's: \
      record it with --import.
      """)

  @Option(parsing: .unconditional, help: "How many records.")
  var events: Int

  @Option(parsing: .unconditional, help: "The seed.")
  var seed: UInt64

  @Flag(
    name: .customLong("import"),
    help: "As another system's history: with times of recording, and some violations.")
  var asImport = false

  @Option(
    parsing: .unconditional,
    help: "The share of the matters that get an unlawful act, from 0 to 1; implies --import.")
  var unlawful: Double = 0

  @Option(
    parsing: .unconditional,
    help: "How many bodies; as many as suit the number of records by default.")
  var bodies: Int?

  @Option(
    parsing: .unconditional,
    help: "How many catalogue entries; as many as suit the number of records by default.")
  var entries: Int?

  @Option(
    parsing: .unconditional,
    help: "The year into which all acts fall; 2020 to the middle of 2026 by default.")
  var year: Int?

  private var settings: WorkloadSettings {
    WorkloadSettings(
      events: events, seed: seed, asImport: asImport, unlawful: unlawful, bodies: bodies,
      entries: entries, year: year)
  }

  func validate() throws {
    if events < 0 { throw ValidationError("found --events \(events), expected 0 or more") }
    do {
      try settings.validate()
    } catch {
      guard error.code == .malformed, let option = error.path else { throw error }
      throw ValidationError("--\(option): \(error.message)")
    }
  }

  func run() throws {
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
