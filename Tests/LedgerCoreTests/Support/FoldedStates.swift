import WorkingDays

@testable import LedgerCore

/// The states of all streams, folded from the log in memory.
struct FoldedStates: StateLookup, Sendable {
  private var states: [NameHash: StreamState] = [:]
  private var events: [NameHash: [ViewedEvent]] = [:]
  private var versions: [NameHash: Int64] = [:]
  private var registered = Authorities()
  private var successions: [Succession] = []

  /// Starts with an empty log.
  init() {}

  mutating func state(of stream: NameHash) -> StreamState? { states[stream] }

  func events(in stream: NameHash) -> [ViewedEvent] { events[stream] ?? [] }

  func authorities() -> Authorities { registered }

  func heirs() -> Heirs { Heirs(successions) }

  func position(ofEvent id: NameHash) -> Int64? { nil }

  /// Folds an event into its stream's state.
  mutating func fold(_ event: ViewedEvent) {
    registered.tell(event.act)
    if let told = Succession(event) { successions.append(told) }
    let stream = event.streamHash
    states[stream] = StreamState.evolve(states[stream], event)
    events[stream, default: []].append(event)
  }

  /// Checks that an event is the next of its stream.
  mutating func advance(_ event: ViewedEvent) throws(LedgerError) {
    let stream = event.streamHash
    let expected = versions[stream].map { $0 + 1 } ?? 0
    guard event.version == expected else {
      throw .damaged(
        at: event.position, "version \(event.version) of \(event.stream), expected \(expected)")
    }
    versions[stream] = event.version
  }
}
