import WorkingDays

/// Where the folded states of streams are found.
public protocol StateLookup {
  /// The state of a stream; `nil` when the log has no event of it.
  mutating func state(of stream: StreamName) throws(LedgerError) -> StreamState?
  /// The data authorities that were registered for a division up to a moment, as far as it is known.
  mutating func dataAuthorities(
    of division: Division, by moment: Instant
  ) throws(LedgerError) -> [BodyCode]
}

extension StateLookup {
  mutating func body(_ code: BodyCode) throws(LedgerError) -> BodyState? {
    let stream = StreamName(.department, Identifier(code.description))
    guard case .body(let body) = try state(of: stream) else { return nil }
    return body
  }

  mutating func entry(_ id: Identifier) throws(LedgerError) -> EntryState? {
    guard case .entry(let entry) = try state(of: StreamName(.catalogEntry, id)) else { return nil }
    return entry
  }

  mutating func trigger(_ id: Identifier) throws(LedgerError) -> TriggerState? {
    guard case .trigger(let trigger) = try state(of: StreamName(.updateTrigger, id)) else {
      return nil
    }
    return trigger
  }

  mutating func request(_ id: Identifier) throws(LedgerError) -> RequestState? {
    guard case .request(let request) = try state(of: StreamName(.shareRequest, id)) else {
      return nil
    }
    return request
  }

  mutating func incident(_ id: Identifier) throws(LedgerError) -> IncidentState? {
    guard case .incident(let incident) = try state(of: StreamName(.incident, id)) else {
      return nil
    }
    return incident
  }

  mutating func project(_ id: Identifier) throws(LedgerError) -> ProjectState? {
    guard case .project(let project) = try state(of: StreamName(.project, id)) else { return nil }
    return project
  }

  /// The acts on something whose acts have a form.
  mutating func acts(_ stream: StreamName) throws(LedgerError) -> ActsState? {
    guard case .acts(let acts) = try state(of: stream) else { return nil }
    return acts
  }
}
