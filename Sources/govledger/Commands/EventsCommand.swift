import ArgumentParser
import GovDataLedger

struct EventsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "events", abstract: "Print events as JSON Lines, byte for byte as they are stored."
  )

  @OptionGroup var target: LedgerArgument

  @Option(parsing: .unconditional, help: "The position to begin at.")
  var from: Int64 = 0

  @Option(help: "Only events of this stream.", transform: Arguments.stream)
  var stream: StreamName?

  @Option(help: "Only events of this type.", transform: Arguments.type)
  var type: EventType?

  @Flag(help: "Go on with events as they are recorded, also by other processes.")
  var follow = false

  func validate() throws {
    if from < 0 { throw ValidationError("found --from \(from), expected 0 or more") }
  }

  func run() async throws {
    try await target.reading { try await follow ? follow($0) : list($0) }
  }

  private func list(_ ledger: Ledger) async throws {
    var query = EventQuery(stream: stream, type: type, from: from, limit: 4096)
    while true {
      let events = try await ledger.events(query)
      for event in events { try print(event) }
      guard events.count == query.limit, let last = events.last else { break }
      query.from = last.position + 1
    }
  }

  private func follow(_ ledger: Ledger) async throws {
    for try await event in ledger.subscribe(from: from) {
      guard stream == nil || event.stream == stream, type == nil || event.type == type else {
        continue
      }
      try print(event)
      try Output.flush()
    }
  }

  private func print(_ event: Event) throws {
    try Output.write(event.canonicalBytes + [0x0A])
  }
}
