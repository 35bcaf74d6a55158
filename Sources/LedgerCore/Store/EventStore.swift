/// An engine that keeps the log.
///
/// Positions are gapless and given inside the write transaction. Readers never wait for the
/// writer, and never hold a cursor: they read page by page.
public protocol EventStore: Sendable {
  /// The engine's write transaction.
  associatedtype Transaction: LogTransaction

  /// The number of events in the log.
  func size() async throws -> Int64

  /// The leaves from a position on, at most `limit` (at least one); empty at the end of the log.
  func page(from position: Int64, limit: Int) async throws -> LeafPage

  /// The events of a stream, in order.
  func events(in stream: StreamName) async throws -> [Event]

  /// The events that are acts on a matter, by their own stream or besides it, in order.
  func events(ofMatter matter: StreamName) async throws -> [Event]

  /// The events of a type among some positions, in order or the newest first, at most `limit`.
  func events(
    of type: EventType, in positions: Range<Int64>, newestFirst: Bool, limit: Int
  ) async throws -> [Event]

  /// Runs `body` in the one write transaction, commits durably, and only then returns.
  func write<Result: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> Result
  ) async throws -> Result
}
