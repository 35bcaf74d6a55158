import ArgumentParser
import Foundation

/// What `replay-memory` runs in a process of its own: one audit, its report written to nowhere.
struct ReplayChild: AsyncParsableCommand {
  static let name = "replay-child"
  static let configuration = CommandConfiguration(
    commandName: name, abstract: "Audit a ledger and print its events and the peak memory.",
    shouldDisplay: false)

  @Argument(help: "The ledger's file.")
  var ledger: String

  func run() async throws {
    let nowhere = try found(FileHandle(forWritingAtPath: "/dev/null"), "no /dev/null")
    let subject = try Subject.open(ledger)
    let audit = try await subject.audit(cores: 2) { try nowhere.write(contentsOf: $0) }
    try subject.close()
    print(audit.size, try PeakMemory.megabytes())
  }
}
