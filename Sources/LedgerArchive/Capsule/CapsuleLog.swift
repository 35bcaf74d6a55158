import MerkleLog

/// What a capsule is made from: the tiles and bundles of a log, as they are stored.
///
/// The log may have grown since the checkpoint that the capsule ends with.
public protocol CapsuleLog: TileSource {
  /// The events of a bundle. Bundles are asked for one after the other, from the first.
  ///
  /// - Throws: whatever hinders the log from answering.
  func bundle(_ reference: BundleReference) throws -> CapsuleBundle
}

/// The events of a bundle as a log has them.
public enum CapsuleBundle: Sendable {
  /// A full bundle as ``SealedBundle`` makes it. A capsule that ends within it takes its first
  /// events.
  case sealed([UInt8])

  /// The leaves, as many as the bundle is wide.
  case leaves([[UInt8]])
}
