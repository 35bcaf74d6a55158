import Foundation
import LedgerArchive
import LedgerCore

/// Puts consecutive leaves of several bundles and the tail into one page.
struct PageAssembly {
  private let first: Int64
  private let limit: Int
  private var bytes: [UInt8] = []
  private var ranges: [Range<Int>] = []

  init(first: Int64, limit: Int) {
    self.first = first
    self.limit = max(1, limit)
  }

  var next: Int64 { first + Int64(ranges.count) }
  var isFull: Bool { ranges.count >= limit }
  var page: LeafPage { LeafPage(first: first, bytes: bytes, ranges: ranges) }

  /// Adds the leaves of a bundle after the first `skipped`.
  mutating func add(_ bundle: SealedBundle.Opened, skipping skipped: Int) {
    let wanted = bundle.ranges.dropFirst(skipped).prefix(limit - ranges.count)
    guard let start = wanted.first?.lowerBound, let end = wanted.last?.upperBound else { return }
    let shift = bytes.count - start
    bytes += bundle.bytes[start..<end]
    ranges += wanted.map { $0.lowerBound + shift..<$0.upperBound + shift }
  }

  /// Adds one leaf.
  mutating func add(_ leaf: Data) {
    let start = bytes.count
    bytes += leaf
    ranges.append(start..<bytes.count)
  }
}
