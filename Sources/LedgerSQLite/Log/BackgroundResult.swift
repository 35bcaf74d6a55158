import Dispatch
import LedgerCore
import Synchronization

/// What a piece of work gives that runs on another core while its caller goes on.
final class BackgroundResult<Value: Sendable>: Sendable {
  private let done = DispatchGroup()
  private let result = Mutex<Result<Value, any Error>?>(nil)

  /// Begins the work on a queue.
  init(on queue: DispatchQueue, _ work: @escaping @Sendable () throws -> Value) {
    queue.async(group: done) { [self] in
      let found = Result { try work() }
      result.withLock { $0 = found }
    }
  }

  /// Whether the work is done.
  var isDone: Bool { result.withLock { $0 != nil } }

  /// Waits for the work, and gives what it gave or throws what it threw.
  func value() throws -> Value {
    done.wait()
    guard let result = result.withLock({ $0 }) else {
      throw LedgerError(.inputOutput, "work in the background ended without a result; try again")
    }
    return try result.get()
  }
}
