/// What a witness remembers: the last checkpoint of each log that it cosigned.
///
/// As a file it is the signed checkpoints themselves, ordered by origin, with a blank line between
/// two; for one log, just its signed checkpoint.
public struct WitnessState: Hashable, Sendable {
  /// The checkpoints, ordered by the bytes of their origins: one an origin.
  public private(set) var checkpoints: [UnverifiedCheckpoint] = []

  /// Nothing seen yet.
  public init() {}

  /// Reads a state, the bytes of which ``bytes`` gives back. No bytes are a state in which nothing
  /// was seen.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedCheckpointFile` when the origins are not
  ///   in order or one is there twice, or `tooLarge`; and as ``UnverifiedCheckpoint`` does.
  public init(_ bytes: [UInt8]) throws(MerkleLogError) {
    let read = try CheckpointFile.read(bytes)
    for (one, next) in zip(read, read.dropFirst()) {
      guard Self.isOrdered(one.claim.origin, next.claim.origin) else {
        throw MerkleLogError(
          .malformedCheckpointFile,
          "expected the origins in ascending order, found \(StrictText.excerpt(next.claim.origin)) "
            + "after \(StrictText.excerpt(one.claim.origin))")
      }
    }
    checkpoints = read
  }

  /// The state as a file.
  public var bytes: [UInt8] { CheckpointFile.bytes(of: checkpoints) }

  /// The last checkpoint of the log with this origin.
  public func lastSeen(origin: String) -> UnverifiedCheckpoint? {
    checkpoints.first { $0.claim.hasOrigin(origin) }
  }

  /// Remembers a checkpoint that ``Witness/verdict(on:after:proof:)`` accepted, in place of the last
  /// one of its log.
  public mutating func remember(_ checkpoint: UnverifiedCheckpoint) {
    let origin = checkpoint.claim.origin
    checkpoints.removeAll { $0.claim.hasOrigin(origin) }
    let place = checkpoints.firstIndex { Self.isOrdered(origin, $0.claim.origin) }
    checkpoints.insert(checkpoint, at: place ?? checkpoints.endIndex)
  }

  private static func isOrdered(_ first: String, _ second: String) -> Bool {
    first.utf8.lexicographicallyPrecedes(second.utf8)
  }
}
