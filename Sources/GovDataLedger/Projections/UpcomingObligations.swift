import LedgerSQLite
import Synchronization

/// The obligations that fall due soon, each once: first those that do already, then each as its due
/// date nears or a new one comes; and again when its due date moves.
///
/// ```swift
/// for try await obligation in ledger.upcoming(inNext: 3) {
///   remind(obligation.department, of: obligation.obligation, dueOn: obligation.dueOn)
/// }
/// ```
///
/// It wakes with every commit, of other processes too, and when a new day begins. The sequence ends
/// when its task is cancelled.
public struct UpcomingObligations: AsyncSequence, Sendable {
  /// An obligation that is neither discharged nor closed.
  public typealias Element = ObligationRow

  let ledger: Ledger
  let workingDays: Int
  let patience: Duration

  /// Gives the obligations one by one.
  public struct Iterator: AsyncIteratorProtocol {
    private let ledger: Ledger
    private let workingDays: Int
    private let patience: Duration
    /// The due date, firm or provisional, with which each obligation was given.
    private var given: [Identifier: CivilDate] = [:]
    private var buffer: ArraySlice<ObligationRow> = []
    /// The size of the log and the day at which it was looked at last.
    private var last: (size: Int64, day: CivilDate)?

    fileprivate init(_ ledger: Ledger, _ workingDays: Int, _ patience: Duration) {
      self.ledger = ledger
      self.workingDays = workingDays
      self.patience = patience
    }

    /// The next obligation; waits for it. `nil` when the task is cancelled.
    ///
    /// - Throws: as ``Ledger/upcoming(within:from:)``.
    public mutating func next() async throws -> ObligationRow? {
      while buffer.isEmpty {
        if Task.isCancelled { return nil }
        let generation = ledger.signal.generation
        do {
          try await look()
        } catch {
          // The database ends a cancelled task's read with an error; the sequence just ends.
          if Task.isCancelled { return nil }
          throw error
        }
        if buffer.isEmpty { await ledger.signal.wait(after: generation, atMost: patience) }
      }
      return buffer.popFirst()
    }

    /// Looks for what is new, if the log has grown or a day has begun since.
    private mutating func look() async throws {
      let now = (size: try await ledger.size, day: ledger.clock.now().beijingDate)
      if let last, last == now { return }
      let rows = try ledger.upcoming(within: workingDays, from: now.day)
      buffer = rows.filter { given[$0.obligation] != $0.expectedOn }[...]
      // What is no longer there would be given again if it came back.
      given = Dictionary(rows.map { ($0.obligation, $0.expectedOn ?? .max) }) { first, _ in first }
      last = now
    }
  }

  /// Starts looking.
  public func makeAsyncIterator() -> Iterator { Iterator(ledger, workingDays, patience) }
}

extension ObligationRow {
  /// The due date, firm or provisional.
  fileprivate var expectedOn: CivilDate? { dueOn ?? provisionalDueOn }
}

extension Ledger {
  /// The open obligations that fall due within some working days, now and as time goes on.
  ///
  /// - Parameters:
  ///   - workingDays: how many working days to look ahead; 0 for those due today.
  ///   - patience: how often to look for what other processes recorded, and for a new day.
  public func upcoming(
    inNext workingDays: Int, lookingEvery patience: Duration = .seconds(1)
  ) -> UpcomingObligations {
    UpcomingObligations(ledger: self, workingDays: workingDays, patience: patience)
  }
}
