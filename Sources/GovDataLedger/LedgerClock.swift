import Foundation
import WorkingDays

/// Where a ledger takes the time of recording from. Nothing else in it reads a clock.
public struct LedgerClock: Sendable {
  /// The time now.
  public let now: @Sendable () -> Instant

  /// A clock of one's own.
  public init(now: @escaping @Sendable () -> Instant) { self.now = now }

  /// The system's clock.
  public static let system = LedgerClock {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let milliseconds = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    return Instant(millisecondsSinceEpoch: milliseconds) ?? Instant.min
  }

  /// A clock that stands still, for samples and tests.
  public static func fixed(at instant: Instant) -> LedgerClock { LedgerClock { instant } }
}
