/// The catalogue entries of a log, as far as it was folded: what the rows of other tables tell of
/// them; and the positions of the events that corrections are about.
struct FoldedEntries: StateLookup, Sendable {
  private var states: [NameHash: StreamState] = [:]
  private var positions: [NameHash: Int64] = [:]
  private let known: Heirs

  /// - Parameter heirs: who answers for whom, by all that the log says.
  init(_ heirs: Heirs) { known = heirs }

  func heirs() -> Heirs { known }

  func state(of stream: NameHash) -> StreamState? { states[stream] }

  func authorities() -> Authorities { Authorities() }

  func events(in stream: NameHash) -> [ViewedEvent] { [] }

  func position(ofEvent id: NameHash) -> Int64? { positions[id] }

  /// Takes note of an event, if it is about an entry.
  mutating func fold(_ event: ViewedEvent) {
    guard event.form.category == .catalogEntry, event.form.isCore else { return }
    let stream = event.streamHash
    states[stream] = StreamState.evolve(states[stream], event)
  }

  /// Takes note of where an event stands that a correction is about.
  mutating func notePosition(of event: ViewedEvent) { positions[event.idHash] = event.position }
}
