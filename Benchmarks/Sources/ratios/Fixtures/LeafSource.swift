/// A ledger's leaves in memory: all at once when they are few, otherwise a chunk at a time.
final class LeafSource {
  /// The most events whose leaves are kept: about 1 GB.
  static let mostKept = 2_000_000
  private static let chunkSize = 100_000

  private let ledger: Subject
  private let events: Int
  private var kept: [LeafChunk] = []
  private var folded: UInt8?

  init(_ ledger: Subject, events: Int) {
    self.ledger = ledger
    self.events = events
  }

  /// Hands over every leaf, in order.
  func forEachChunk(_ body: (LeafChunk) throws -> Void) async throws {
    guard kept.isEmpty else { return try kept.forEach(body) }
    for start in stride(from: 0, to: events, by: Self.chunkSize) {
      let chunk = try await ledger.leaves(from: start, count: min(Self.chunkSize, events - start))
      try body(chunk)
      if events <= Self.mostKept { kept.append(chunk) }
    }
  }

  /// Whether all leaves were hashed, to the same digests as the first time.
  func remembers(folded: UInt8, count: Int) -> Bool {
    defer { self.folded = folded }
    return count == events && (self.folded ?? folded) == folded
  }
}
