import ArgumentParser
import GovDataLedger

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "List the schemas, or print one.")

  @Argument(help: "The schema to print; without it, the names are listed.")
  var name: String?

  func run() throws {
    guard let name else {
      for name in BundledFiles.schemas { try Output.line(name) }
      return
    }
    guard BundledFiles.schemas.contains(name), let bytes = BundledFiles.bytes(of: name) else {
      throw LedgerError(.notFound, "no schema “\(name)”; `govledger schema` lists them")
    }
    try Output.write(bytes)
  }
}
