import LedgerCore
import MerkleLog

/// Reads the events of a capsule whose checkpoint was verified, once and from the first to the last.
///
/// Every page that it gives is the log's: its events stand under the signed root. That the file is
/// whole, and that all checkpoints agree, is known when ``finish()`` gives a ``VerifiedCapsule``.
///
///     let capsule = try UnverifiedCapsule(reading: source)
///     var reader = try capsule.verified(by: policy)
///     while let page = try reader.next() { try replay.fold(page) }
///     let verified = try reader.finish()
///
/// With several cores, take sealed pages from ``nextSealed()``, open them anywhere and give them
/// back in order with ``accept(_:)``.
///
/// It holds one bundle and at most two tiles a level, whatever the size of the log; beside these 40
/// bytes for each checkpoint.
public struct CapsuleReader: ~Copyable {
  /// The checkpoint over all events, which the policy accepts.
  public let checkpoint: VerifiedCheckpoint

  /// What the capsule says of itself.
  public let summary: CapsuleSummary

  /// The notices and rule books, which nobody has signed.
  public let law: CapsuleLaw

  private let order: CapsuleOrder
  private var members: CapsuleMembers
  private var tiles: SignedTiles
  private var earlier: EarlierCheckpoints
  private var nextBundle: Int64 = 0
  private var acceptedBundles: Int64 = 0
  private var failure: (any Error)?

  init(
    checkpoint: VerifiedCheckpoint, summary: CapsuleSummary, law: CapsuleLaw,
    earlier: EarlierCheckpoints, members: CapsuleMembers
  ) throws {
    let order = CapsuleOrder(size: checkpoint.checkpoint.size)
    var members = members
    let tiles = try SignedTiles(order: order, root: checkpoint.checkpoint.root) { tile in
      try Self.hashes(of: tile, &members)
    }
    var earlier = earlier
    try earlier.check(upTo: 0) { _ in nil }
    self.checkpoint = checkpoint
    self.summary = summary
    self.law = law
    self.order = order
    self.members = members
    self.tiles = tiles
    self.earlier = earlier
  }

  /// The next events, checked; `nil` after the last.
  ///
  /// - Throws: as ``nextSealed()`` and ``SealedPage/opened()`` do.
  public mutating func next() throws -> LeafPage? {
    guard let sealed = try nextSealed() else { return nil }
    do {
      let page = try sealed.opened()
      try accept(page)
      return page.leaves
    } catch {
      failure = error
      throw error
    }
  }

  /// The next bundle, to be opened and accepted by the caller; `nil` after the last.
  ///
  /// - Throws: ``CapsuleError``, with the code `inconsistent` when an earlier checkpoint is of
  ///   another tree; what the source throws. After an error nothing more can be read.
  public mutating func nextSealed() throws -> SealedPage? {
    if let failure { throw failure }
    guard nextBundle < order.bundleCount else { return nil }
    do {
      let page = try readBundle()
      nextBundle += 1
      return page
    } catch {
      failure = error
      throw error
    }
  }

  /// Notes that a page was opened. All must be accepted, from the first to the last.
  ///
  /// - Throws: ``CapsuleError`` with the code `unfinished` when the page is not the next one, or of
  ///   another capsule.
  public mutating func accept(_ page: CapsulePage) throws(CapsuleError) {
    guard page.leaves.first == acceptedBundles << 8, acceptedBundles < nextBundle,
      page.root == checkpoint.checkpoint.root
    else {
      throw CapsuleError(
        .unfinished, Capsule.checkpointName, at: page.leaves.first,
        "the page that begins there is not the next one of this capsule")
    }
    acceptedBundles += 1
  }

  /// Reads what follows the events, up to the end of the file.
  ///
  /// - Throws: ``CapsuleError``, with the code `unfinished` when not all pages were accepted, and
  ///   with that of the error before, when there was one; what the source throws.
  public consuming func finish() throws -> VerifiedCapsule {
    if let failure { throw failure }
    guard acceptedBundles == order.bundleCount else {
      throw CapsuleError(
        .unfinished, Capsule.checkpointName, at: acceptedBundles << 8,
        "the events from there on were not read and accepted")
    }
    try members.finish()
    return VerifiedCapsule(checkpoint: checkpoint, summary: summary, law: law)
  }
}

extension CapsuleReader {
  private mutating func readBundle() throws -> SealedPage {
    for tile in order.fullTiles(before: nextBundle) {
      try tiles.take(Self.hashes(of: tile, &members), of: tile)
    }
    let end = min(order.size, (nextBundle + 1) << 8)
    try earlier.check(upTo: end) { tiles.root(ofFirst: $0) }
    guard let reference = order.bundle(nextBundle) else {
      throw CapsuleError(.unfinished, Capsule.checkpointName, "there is no bundle \(nextBundle)")
    }
    let member = try members.next(
      CapsuleWriter.name(of: reference),
      sizes: 1...Capsule.maximumFrameByteCount(width: reference.width))
    return SealedPage(
      reference: reference, hashes: tiles.leaves(of: reference),
      root: checkpoint.checkpoint.root, member: member)
  }

  private static func hashes(
    of tile: TileReference, _ members: inout CapsuleMembers
  ) throws -> [TreeHash] {
    let size = tile.width * TreeHash.byteCount
    let member = try members.next(tile.path, sizes: size...size)
    do throws(MerkleLogError) {
      return try tile.hashes(in: member.content)
    } catch {
      throw CapsuleError(.tile, member.name, "\(error)")
    }
  }
}

/// A capsule that was read to its end: every event is under the root of a checkpoint that the
/// policy accepts, the other checkpoints are of the same tree, and the file has nothing else. Only
/// ``CapsuleReader`` makes one.
public struct VerifiedCapsule: Sendable {
  /// The checkpoint over all events.
  public let checkpoint: VerifiedCheckpoint

  /// What the capsule says of itself; all but ``CapsuleSummary/claimedProjectionsDigest`` was
  /// checked.
  public let summary: CapsuleSummary

  /// The notices and rule books, which nobody has signed: see ``CapsuleLaw``.
  public let law: CapsuleLaw
}
