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

      --output writes a capsule: one file, a tar archive, with the events, tiles, checkpoints, \
      notices and rule books up to the newest checkpoint. `govledger-verify` checks and replays it; \
      `govledger import` makes a read-only ledger of it.
      """)

  @OptionGroup var target: LedgerArgument

  @Option(help: "The folder to write static tiles to: a new or an empty one.")
  var tiles: String?

  @Option(help: "The file to write a capsule to.")
  var output: String?

  func validate() throws {
    guard (tiles == nil) != (output == nil) else {
      throw ValidationError("expected either --output CAPSULE or --tiles DIR")
    }
  }

  func run() async throws {
    try Output.protect([.ledger(target.ledger)], from: output)
    try await target.reading { ledger in
      if let tiles { try await exportTiles(of: ledger, to: tiles) }
      if let output {
        let checkpoint = try ledger.exportCapsule(to: output)
        try Output.line("exported \(checkpoint.size) events to \(output)")
      }
    }
  }

  private func exportTiles(of ledger: Ledger, to folder: String) async throws {
    let progress = Progress("exporting")
    defer { progress.finish() }
    let checkpoint = try await ledger.exportTiles(to: folder, progress: progress.update)
    progress.finish()
    try Output.line("exported \(checkpoint.claim.size) events to \(folder)")
  }
}
