import Foundation

/// Whether all random histories are gone through, or only those of the usual run.
///
/// `LONG_RUN=1 swift test` goes through all. The usual run takes the first seeds of each range: a test says
/// how many, and no test is left out without saying so.
package enum LongRun {
  /// Whether `LONG_RUN=1` asks for all.
  package static let isAsked = ProcessInfo.processInfo.environment["LONG_RUN"] == "1"

  /// The seeds of a run.
  ///
  /// - Parameters:
  ///   - all: those of a long run.
  ///   - usual: how many of them the usual run takes.
  package static func seeds(_ all: Range<UInt64>, usually usual: Int) -> Range<UInt64> {
    isAsked ? all : all.lowerBound..<min(all.upperBound, all.lowerBound + UInt64(usual))
  }

  /// Goes through seeds until all that is wanted was found; in a long run through all of them.
  ///
  /// - Parameters:
  ///   - all: the seeds.
  ///   - first: those among them that together find all, as far as is known: they come first.
  ///   - wanted: what is to be found.
  ///   - find: what a seed finds.
  /// - Returns: what no seed found.
  package static func missing<Found: Hashable>(
    in all: ClosedRange<UInt64>, first: [UInt64], of wanted: Set<Found>,
    _ find: (UInt64) throws -> Set<Found>
  ) rethrows -> Set<Found> {
    var missing = wanted
    for seed in first + all.filter({ !first.contains($0) }) where isAsked || !missing.isEmpty {
      missing.subtract(try find(seed))
    }
    return missing
  }
}
