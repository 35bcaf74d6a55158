extension Ledger {
  /// The names under which bodies are registered, by their codes: from the log, so that a report says
  /// nothing that was not checked. A body that is not registered has none.
  ///
  /// - Throws: ``LedgerError`` with `damaged` when stored bytes are not those of the log.
  public func names(of bodies: some Sequence<BodyCode>) async throws -> [BodyCode: String] {
    let streams = Set(bodies).sorted().map { StreamName(.department, Identifier($0.description)) }
    guard !streams.isEmpty else { return [:] }
    var names: [BodyCode: String] = [:]
    for event in try await store.events(in: streams) {
      guard case .departmentRegistered(let data) = event.record.data else { continue }
      names[data.department] = data.name
    }
    return names
  }
}
