import ArgumentParser
import GovDataLedger

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a ledger that holds the bundled holiday notices; never overwrites.",
    discussion: """
      The holiday notices that come with the program are the first events of the log, so that every \
      count can say which recorded notice it rests on. `govledger notice` adds the next year's. Only its owner may \
      read and write the file at first (mode 0600).
      """)

  @OptionGroup var target: LedgerArgument

  @Option(
    help: """
      What identifies the log: the first line of its checkpoints, which never changes, and the name \
      of its key. Without it the first key that signs gives the log its name.
      """,
    transform: Arguments.keyName)
  var origin: KeyName?

  @Flag(
    help: """
      Record no notices: the log is empty, and days are counted by the bundled notices all the same.
      """)
  var empty = false

  func run() throws {
    let ledger = try Ledger.create(at: target.ledger, origin: origin, recordingNotices: !empty)
    try ledger.close()
    try Output.line(
      empty
        ? "made an empty ledger: \(target.ledger)"
        : "made a ledger of the bundled holiday notices: \(target.ledger)")
  }
}
