import ArgumentParser
import GovDataLedger

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "List the schemas, or print one.")

  @Argument(help: "The schema to print; without it, the names are listed.")
  var name: String?

  @Flag(help: "List the types of event with what they are called in English and Chinese.")
  var labels = false

  func run() throws {
    if labels { return try listLabels() }
    guard let name else {
      for name in BundledFiles.schemas { try Output.line(name) }
      return
    }
    guard BundledFiles.schemas.contains(name), let bytes = BundledFiles.bytes(of: name) else {
      throw LedgerError(.notFound, "no schema “\(name)”; `govledger schema` lists them")
    }
    try Output.write(bytes)
  }

  private func listLabels() throws {
    var table = TextTable(["type", "English", "中文"])
    for type in EventType.allCases {
      table.add([type.rawValue, type.label.en, type.label.zh])
    }
    for line in table.lines { try Output.line(line) }
  }
}
