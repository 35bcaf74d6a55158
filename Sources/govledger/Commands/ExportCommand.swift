import ArgumentParser
import GovDataLedger

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the log as files for others.",
    discussion: """
      --tiles writes the log up to its newest checkpoint as static files that any web server can \
      serve and any client of C2SP tlog-tiles can read: DIR/checkpoint, DIR/tile/LEVEL/…, \
      DIR/tile/entries/….
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "The folder to write static tiles to: a new or an empty one.")
  var tiles: String?

  func validate() throws {
    if tiles == nil { throw ValidationError("found no form to export in, expected --tiles DIR") }
  }

  func run() async throws {
    let ledger = try target.openForReading()
    if let tiles { try await exportTiles(of: ledger, to: tiles) }
    try ledger.close()
  }

  private func exportTiles(of ledger: Ledger, to folder: String) async throws {
    let progress = Progress("exporting")
    defer { progress.finish() }
    let checkpoint = try await ledger.exportTiles(to: folder, progress: progress.update)
    progress.finish()
    try Output.line("exported \(checkpoint.claim.size) events to \(folder)")
  }
}
