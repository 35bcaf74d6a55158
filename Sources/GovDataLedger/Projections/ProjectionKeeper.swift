import LedgerSQLite
import Synchronization

/// Brings the projections of the service up to date: at once where little is to do, and else by a task
/// of its own, which also follows what other processes record.
final class ProjectionKeeper: Sendable {
  /// How many events, or obligations, a transaction takes in, so that others get their turn.
  private static let stepLimit = 1024
  /// How often other processes are asked for: their commits send no signal.
  private static let patience = Duration.milliseconds(500)

  private let store: SQLiteEventStore
  private let task = Mutex<Task<Void, Never>?>(nil)

  /// - Returns: `nil` where there is nothing to keep.
  init?(_ store: SQLiteEventStore, _ signal: LogSignal) throws(LedgerError) {
    guard !store.services.isEmpty, !store.isReadOnly else { return nil }
    self.store = store
    let services = store.services
    try store.writeBlocking { transaction in
      for service in services { _ = try transaction.catchUp(service, limit: Self.stepLimit) }
    }
    // Where all rows change in the commits of this ledger, its own commits are no news.
    let isLater = services.contains { $0.timing == .later }
    let task = Task { [store] in
      while !Task.isCancelled {
        let generation = signal.generation
        // What fails now is tried again; who reads the projections is told that they are behind.
        try? await Self.catchUp(store)
        if isLater {
          await signal.wait(after: generation, atMost: Self.patience)
        } else {
          try? await Task.sleep(for: Self.patience)
        }
      }
    }
    self.task.withLock { $0 = task }
  }

  /// Ends the task.
  func stop() { task.withLock { $0 }?.cancel() }

  /// Brings all projections up to date.
  func catchUp() async throws { try await Self.catchUp(store) }

  private static func catchUp(_ store: SQLiteEventStore) async throws {
    for service in store.services {
      while try !Task.isCancelled && store.isBehind(service) {
        let step = try await store.write { try $0.catchUp(service, limit: stepLimit) }
        if step.isDone { break }
      }
    }
  }

  /// Builds all projections again beside what is read, and puts them in its place.
  ///
  /// - Returns: the tables that were not equal.
  func buildAgain() throws -> [String] {
    var differing: [String] = []
    for service in store.services {
      try store.writeBlocking { try $0.buildAgain(service) }
      while true {
        let step = try store.writeBlocking { try $0.catchUp(service, limit: Self.stepLimit) }
        differing += step.differing
        if step.isDone { break }
      }
    }
    return differing
  }
}
