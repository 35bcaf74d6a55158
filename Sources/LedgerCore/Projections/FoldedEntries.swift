import WorkingDays

/// The catalogue entries of a log, as far as it was folded: what the rows of other tables tell of
/// them.
package struct FoldedEntries: StateLookup, Sendable {
  private var states: [NameHash: StreamState] = [:]

  /// Starts with an empty log.
  package init() {}

  package func state(of stream: NameHash) -> StreamState? { states[stream] }

  package func authorities() -> Authorities { Authorities() }

  /// Takes note of an event, if it is about an entry.
  package mutating func fold(_ event: ViewedEvent) {
    guard event.form.category == .catalogEntry, event.form.isCore else { return }
    let stream = event.streamHash
    states[stream] = StreamState.evolve(states[stream], event)
  }
}
