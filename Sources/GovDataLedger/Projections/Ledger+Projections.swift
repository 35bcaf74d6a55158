import LedgerSQLite

extension Ledger {
  /// The projections of services that the file holds, by name: how far each has come, and why it was
  /// given up, if it was.
  public func projections() async throws -> [ProjectionStatus] {
    try await store.reading { try ProjectionStatus.all(in: $0) }
  }

  /// Brings the service's own projections up to date, as far as the ledger's own are. Those that change
  /// in the commit of the events are so by themselves, once they are built; this waits for the others,
  /// and for what is being built.
  ///
  /// - Throws: ``LedgerError`` with `readOnly` when the ledger was opened for reading only, and as
  ///   opening it with the projections does.
  public func catchUp() async throws {
    guard let keeper else {
      guard store.isReadOnly else { return }
      throw LedgerError(.readOnly, "the ledger was opened for reading only")
    }
    try await keeper.catchUp()
  }

  /// Removes the tables of a projection that no service uses any more.
  ///
  /// - Throws: ``LedgerError`` with `notFound` when the file holds none of that name, `contradictory`
  ///   for one with which this ledger was opened.
  public func removeProjection(named name: String) async throws {
    guard !store.services.contains(where: { $0.name == name }) else {
      throw LedgerError(
        .contradictory, "the projection “\(name)” is in use: open the ledger without it")
    }
    guard try await store.write({ try $0.removeProjection(named: name) }) else {
      throw LedgerError(.notFound, "no projection “\(JSONValue.cut(name))”")
    }
  }
}
