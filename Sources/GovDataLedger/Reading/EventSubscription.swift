/// The events of a ledger from a position on: first those that are there, then those that come.
///
/// A subscriber that keeps the position after the last event it has dealt with survives restarts:
/// it subscribes from there again. No transaction is held between events. The sequence ends when
/// its task is cancelled.
public struct EventSubscription: AsyncSequence, Sendable {
  /// An event.
  public typealias Element = Event

  private static let pageSize = 256
  /// How often other processes are asked for: their commits send no signal.
  private static let patience = Duration.milliseconds(100)

  let ledger: Ledger
  let start: Int64

  /// Reads the events one by one.
  public struct Iterator: AsyncIteratorProtocol {
    private let ledger: Ledger
    private var next: Int64
    private var buffer: ArraySlice<Event> = []

    fileprivate init(_ ledger: Ledger, _ start: Int64) {
      self.ledger = ledger
      next = Swift.max(0, start)
    }

    /// The next event; waits for it. `nil` when the task is cancelled.
    ///
    /// - Throws: ``LedgerError`` with `damaged` when stored bytes are not events.
    public mutating func next() async throws -> Event? {
      while buffer.isEmpty {
        if Task.isCancelled { return nil }
        let generation = ledger.signal.generation
        let page: LeafPage
        do {
          page = try await ledger.store.page(from: next, limit: pageSize)
        } catch {
          // The database ends a cancelled task's read with an error; the sequence just ends.
          if Task.isCancelled { return nil }
          throw error
        }
        buffer = try page.events()[...]
        next = page.next
        if buffer.isEmpty {
          await ledger.signal.wait(after: generation, atMost: patience)
        }
      }
      return buffer.popFirst()
    }
  }

  /// Starts reading.
  public func makeAsyncIterator() -> Iterator { Iterator(ledger, start) }
}

extension Ledger {
  /// The events from a position on: those recorded already, then live, also from other processes.
  public func subscribe(from position: Int64 = 0) -> EventSubscription {
    EventSubscription(ledger: self, start: position)
  }
}
