import Foundation
import LedgerArchive
import LedgerCore

/// Puts consecutive leaves of several bundles and the tail into one page.
struct PageAssembly {
  /// A page that has this many bytes takes no further bundle: a bundle of the longest entries has
  /// 16 MiB.
  private static let largestSize = 4 << 20

  private let first: Int64
  private let limit: Int
  private var bytes: [UInt8] = []
  private var ranges: [Range<Int>] = []

  init(first: Int64, limit: Int) {
    self.first = first
    self.limit = max(1, limit)
  }

  var next: Int64 { first + Int64(ranges.count) }
  var isFull: Bool { ranges.count >= limit || bytes.count >= Self.largestSize }

  /// The page, its bytes padded for those who look ahead.
  mutating func page() -> LeafPage {
    bytes.append(contentsOf: repeatElement(0, count: LeafPage.padding))
    return LeafPage(first: first, bytes: bytes, ranges: ranges)
  }

  /// Adds the leaves of a sealed bundle after the first `skipped`.
  mutating func add(
    _ sealed: UnsafeRawBufferPointer, skipping skipped: Int
  ) throws(ArchiveError) {
    let all = try SealedBundle.open(sealed, appendingTo: &bytes)
    ranges += all.dropFirst(skipped).prefix(limit - ranges.count)
  }

  /// Adds one leaf.
  mutating func add(_ leaf: Data) {
    let start = bytes.count
    bytes += leaf
    ranges.append(start..<bytes.count)
  }
}
