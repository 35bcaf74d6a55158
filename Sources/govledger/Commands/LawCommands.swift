import ArgumentParser
import GovDataLedger

struct NoticeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notice",
    abstract: "Record holiday notices, such as the next year's.",
    discussion: """
      The file holds one notice, {"notice","issuedOn","off","worked"}, or a document of several \
      (`govledger schema notice`). Open obligations whose due dates were provisional become firm.
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(help: "The file of notices; `-` is standard input.")
  var file: String

  @Option(
    help: "The body that records them; by default the one that issued the bundled notices.",
    transform: Arguments.bodyCode)
  var actor: BodyCode?

  func run() async throws {
    let document = try LawFiles.notices(file)
    let law = try await target.writing {
      try await $0.issue(document.notices, actor: actor ?? document.issuer)
    }
    for (notice, receipt) in law.receipts {
      try Output.line(
        receipt.wasAlreadyRecorded
          ? "\(notice.name): already at position \(receipt.position)"
          : "\(notice.name): recorded at position \(receipt.position)")
    }
    if let through = law.knownThrough {
      try Output.line("the calendar is known through \(through)")
    }
    try Output.line("open obligations with a firm due date now: \(law.madeFirm) more than before")
  }
}

struct AdoptCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Bring a rule book into force from a date.",
    discussion: """
      What begins on or after the date is judged by the book, for the duties that it knows; for the \
      others the books adopted before stay in force. A book that is not bundled is recorded whole. \
      Whether a regulation displaces another is the owner's judgement, and this is its record.
      """)

  @OptionGroup var target: LedgerArgument

  @Argument(
    help: "A bundled book's name, such as decree-809/1, or a file (`govledger schema rule-book`).")
  var book: String

  @Option(help: "The first day on which it applies.", transform: Arguments.date)
  var from: CivilDate

  @Option(help: "The body that decides so.", transform: Arguments.bodyCode)
  var actor: BodyCode

  func run() async throws {
    let (adopted, receipt) = try await target.writing { ledger in
      let adopted = try await LawFiles.book(book, for: ledger)
      return (adopted, try await ledger.adopt(adopted, from: from, actor: actor))
    }
    let effect = max(from, adopted.inForceFrom)
    try Output.line(
      "\(adopted.name) 《\(adopted.title.zh)》 applies from \(effect): "
        + (receipt.wasAlreadyRecorded ? "already at position" : "position") + " \(receipt.position)"
    )
  }
}
