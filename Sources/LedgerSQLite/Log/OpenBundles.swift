import LedgerArchive

/// The bundles that a writer has written or read last, as they are before they are compressed: what it
/// looks for most is what it has just written.
struct OpenBundles: Sendable {
  /// As many as a run of the index covers, and no more bytes than these.
  private static let most = 16
  private static let mostBytes = 8 << 20

  private var bundles: [(number: Int64, bundle: SealedBundle.Opened)] = []
  private var byteCount = 0

  /// A bundle that is kept.
  subscript(number: Int64) -> SealedBundle.Opened? {
    bundles.last { $0.number == number }?.bundle
  }

  /// Keeps a bundle in place of the oldest.
  mutating func keep(_ bundle: SealedBundle.Opened, _ number: Int64) {
    bundles.append((number, bundle))
    byteCount += bundle.bytes.count
    while bundles.count > Self.most || byteCount > Self.mostBytes, bundles.count > 1 {
      byteCount -= bundles.removeFirst().bundle.bytes.count
    }
  }
}
