import Dispatch
import Foundation
import LedgerCore
import Synchronization

/// Work on many things, each by itself, on whichever core is free.
enum AllCores {
  /// How many things one core takes before it looks for more.
  private static let share = 256

  /// What `work` makes of the elements, a share at a time, in their order.
  static func map<Element: Sendable, Made: Sendable>(
    _ elements: [Element], _ work: @Sendable (ArraySlice<Element>) -> [Made]
  ) -> [Made] {
    let shares = (elements.count + share - 1) / share
    guard shares > 1 else { return work(elements[...]) }
    let done = Mutex([[Made]](repeating: [], count: shares))
    DispatchQueue.concurrentPerform(iterations: shares) { place in
      let first = place * share
      let part = work(elements[first..<min(first + share, elements.count)])
      done.withLock { $0[place] = part }
    }
    return done.withLock { $0.flatMap { $0 } }
  }
}

extension Workers {
  /// So many of the machine's cores.
  static func cores(
    _ count: Int = ProcessInfo.processInfo.activeProcessorCount
  ) -> Workers {
    guard count > 1 else { return .one }
    return Workers { pieces, work in
      let next = Atomic(0)
      DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
        while case let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue, piece < pieces {
          work(piece)
        }
      }
    }
  }
}
