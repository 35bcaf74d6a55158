import ArgumentParser
import GovDataLedger

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "List the schemas, or print one.")

  @Argument(help: "The schema to print; without it, the names are listed.")
  var name: String?

  @Flag(help: "List the types of event with what they are called in English and Chinese.")
  var labels = false

  @Flag(
    help: """
      Print the law of a rule book sentence by sentence, each with what carries it out, as Markdown; \
      order-329 has one.
      """)
  var literate = false

  func run() throws {
    if labels { return try listLabels() }
    if literate { return try printLiterateBook() }
    guard let name else {
      for name in BundledFiles.schemas { try Output.line(name) }
      return
    }
    guard BundledFiles.schemas.contains(name), let bytes = BundledFiles.bytes(of: name) else {
      throw LedgerError(.notFound, "no schema “\(name)”; `govledger schema` lists them")
    }
    try Output.write(bytes)
  }

  private func printLiterateBook() throws {
    let book = name ?? BundledFiles.ruleBooks[0]
    guard let page = BundledFiles.literateBook(book) else {
      throw LedgerError(.notFound, "no rule book “\(book)” with its law sentence by sentence")
    }
    try Output.write(page)
  }

  private func listLabels() throws {
    var table = TextTable(["type", "English", "中文"])
    for type in EventType.allCases {
      table.add([type.rawValue, type.label.en, type.label.zh])
    }
    for line in table.lines { try Output.line(line) }
  }
}
