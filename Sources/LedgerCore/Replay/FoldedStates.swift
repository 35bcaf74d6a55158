import WorkingDays

/// The states of all streams, folded from the log in memory.
package struct FoldedStates: StateLookup, Sendable {
  private var states: [StreamName: StreamState] = [:]
  private var versions: [StreamName: Int64] = [:]
  private var authorities = DataAuthorities()

  /// Starts with an empty log.
  package init() {}

  package mutating func state(of stream: StreamName) -> StreamState? { states[stream] }

  package mutating func dataAuthorities(
    of division: Division, by moment: Instant
  ) -> [BodyCode] {
    authorities.of(division, by: moment)
  }

  /// Folds an event into its stream's state.
  package mutating func fold(_ event: Event) {
    authorities.fold(event)
    states[event.stream] = StreamState.evolve(states[event.stream], event)
  }

  /// Checks that an event is the next of its stream.
  package mutating func advance(_ event: Event) throws(LedgerError) {
    let expected = versions[event.stream].map { $0 + 1 } ?? 0
    guard event.version == expected else {
      throw .damaged(
        at: event.position, "version \(event.version) of \(event.stream), expected \(expected)")
    }
    versions[event.stream] = event.version
  }
}
