import WorkingDays

/// Where the folded states of streams are found.
package protocol StateLookup {
  /// The state of a stream; `nil` when the log has no event of it.
  mutating func state(of stream: NameHash) throws(LedgerError) -> StreamState?
  /// The events of a stream, in order.
  mutating func events(in stream: NameHash) throws(LedgerError) -> [ViewedEvent]
  /// The registered authorities.
  mutating func authorities() throws(LedgerError) -> Authorities
  /// Who answers for whom.
  mutating func heirs() throws(LedgerError) -> Heirs
  /// The position of the event of an id; `nil` when the log has none.
  mutating func position(ofEvent id: NameHash) throws(LedgerError) -> Int64?
}

extension StateLookup {
  mutating func body(_ code: BodyCode) throws(LedgerError) -> BodyState? {
    guard case .body(let body) = try state(of: NameHash(code)) else { return nil }
    return body
  }

  mutating func entry(_ stream: NameHash) throws(LedgerError) -> EntryState? {
    guard case .entry(let entry) = try state(of: stream) else { return nil }
    return entry
  }

  /// The entry that an event names under a key.
  mutating func entry(
    _ key: DataKey, of event: ViewedEvent
  ) throws(LedgerError) -> EntryState? {
    guard let name = event.text(key) else { return nil }
    return try entry(name.hash(as: .catalogEntry))
  }

  mutating func request(_ stream: NameHash) throws(LedgerError) -> RequestState? {
    guard case .request(let request) = try state(of: stream) else { return nil }
    return request
  }

  /// What is told of a node of the government cloud; `nil` before it is commissioned or declared.
  mutating func node(_ stream: NameHash) throws(LedgerError) -> NodeFacts? {
    guard case .node(let node) = try state(of: stream), node.facts.builder != nil else {
      return nil
    }
    return node.facts
  }

  mutating func project(_ stream: NameHash) throws(LedgerError) -> ProjectState? {
    guard case .project(let project) = try state(of: stream) else { return nil }
    return project
  }
}
