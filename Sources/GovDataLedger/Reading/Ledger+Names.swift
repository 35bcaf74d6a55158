extension Ledger {
  /// The names that bodies have, by their codes: those of their registrations, or of their last renamings.
  /// They are the log's, so that a report says nothing that was not checked. A body that is not registered
  /// has none.
  ///
  /// - Throws: ``LedgerError`` with `damaged` when stored bytes are not those of the log.
  public func names(of bodies: some Sequence<BodyCode>) async throws -> [BodyCode: String] {
    let streams = Set(bodies).sorted().map { StreamName(.department, Identifier($0.description)) }
    guard !streams.isEmpty else { return [:] }
    var names: [BodyCode: String] = [:]
    let events = try await store.events(in: streams)
    let corrections = try await store.corrections(ofFirst: .max).standing
    for event in events where !corrections.leavesOut(event.record.id) {
      switch event.record.data {
      case .departmentRegistered(let data): names[data.department] = data.name
      case .bodyRenamed(let data): names[data.department] = data.name
      default: continue
      }
    }
    return names
  }
}
