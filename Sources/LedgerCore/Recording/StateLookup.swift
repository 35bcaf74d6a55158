import WorkingDays

/// Where the folded states of streams are found.
package protocol StateLookup {
  /// The state of a stream; `nil` when the log has no event of it.
  mutating func state(of stream: NameHash) throws(LedgerError) -> StreamState?
  /// The registered authorities.
  mutating func authorities() throws(LedgerError) -> Authorities
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

  mutating func project(_ stream: NameHash) throws(LedgerError) -> ProjectState? {
    guard case .project(let project) = try state(of: stream) else { return nil }
    return project
  }
}
