import ArgumentParser
import Foundation
import GovDataLedger

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Make a ledger from the bundled sample, replay it, print the findings.",
    discussion: """
      The sample's bodies bear names of real kinds; its codes, acts and findings are invented. Its \
      ledger's clock stands at the end of 2026-06-30, so that the demo prints the same on every day.
      """)

  @Argument(help: "The folder to make the ledger in; a new temporary one by default.")
  var directory: String?

  func run() async throws {
    let folder = try makeFolder()
    let path = folder + "/sample.ledger"
    guard let asOf = Instant(rfc3339: "2026-06-30T23:59:59.999+08:00"),
      let sample = BundledFiles.bytes(of: "sample-history")
    else { throw LedgerError(.notFound, "the program was built without its sample") }
    let ledger = try Ledger.create(
      at: path, recordingNotices: false, clock: .fixed(at: asOf))
    try await ledger.whileOpen { ledger in
      var lines = LineReader(bytes: sample)
      var count = 0
      try ledger.record(&lines, mode: .importing, onCommit: { count += $0.count })
      try Output.line("Recorded \(count) events of the bundled sample in \(path)")
      try Output.line()
      let report = try await ledger.audit()
      let names = try await ledger.names(of: AuditTable.bodies(in: report))
      for line in AuditTable(report: report, names: names).lines { try Output.line(line) }
    }
    try Output.line()
    try Output.line("Look further:")
    for command in ["audit \(path) --format json", "show \(path) requests", "verify \(path)"] {
      try Output.line("  govledger \(command)")
    }
  }

  private func makeFolder() throws -> String {
    let manager = FileManager.default
    let folder =
      directory ?? manager.temporaryDirectory.appending(path: "govledger-demo-\(UUID())").path()
    do {
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw LedgerError(.alreadyExists, "\(folder): cannot create: \(error.localizedDescription)")
    }
    return folder
  }
}
