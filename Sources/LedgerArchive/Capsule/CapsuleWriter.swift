import LedgerCore
import MerkleLog

/// Writes capsules (``Capsule``) of one log up to one checkpoint.
///
/// What it writes was checked as a reader checks it, but for the signatures: tiles against the
/// checkpoint's root, and events against the tiles.
///
///     let writer = try CapsuleWriter(checkpoint: signed, earlier: older, law: law)
///     try writer.write(log) { try file.append($0) }
public struct CapsuleWriter {
  /// What `capsule.json` will say.
  public let summary: CapsuleSummary

  private let checkpoint: UnverifiedCheckpoint
  private let earlier: [UnverifiedCheckpoint]
  private let law: CapsuleLaw

  /// A writer of the events up to a checkpoint.
  ///
  /// - Parameters:
  ///   - earlier: other signed checkpoints of the log, of ascending sizes below that of
  ///     `checkpoint`: at most 100,000.
  ///   - projectionsDigest: the digest of the projections of the events, when it is known.
  /// - Throws: ``CapsuleError`` with the code `checkpoint` when the earlier checkpoints are too many,
  ///   of another log or not in order, or `document` when JSON cannot hold the origin or the size.
  public init(
    checkpoint: UnverifiedCheckpoint, earlier: [UnverifiedCheckpoint] = [], law: CapsuleLaw,
    projectionsDigest: TreeHash? = nil
  ) throws(CapsuleError) {
    let head = checkpoint.claim
    let sizes = [-1] + earlier.map(\.claim.size) + [head.size]
    guard earlier.count <= Capsule.maximumCheckpointCount,
      earlier.allSatisfy({ $0.claim.hasOrigin(head.origin) }),
      zip(sizes, sizes.dropFirst()).allSatisfy(<)
    else {
      throw CapsuleError(
        .checkpoint, Capsule.checkpointFolder,
        "expected at most \(Capsule.maximumCheckpointCount) checkpoints of the log, of ascending "
          + "sizes below \(head.size)")
    }
    summary = CapsuleSummary(
      origin: head.origin, size: head.size, root: head.root, notices: law.notices.count,
      checkpoints: earlier.count, ruleBooks: law.ruleBooks.map(\.name),
      claimedProjectionsDigest: projectionsDigest)
    _ = try CapsuleSummary(summary.bytes)
    self.checkpoint = checkpoint
    self.earlier = earlier
    self.law = law
  }

  /// Writes the capsule, a member at a time.
  ///
  /// - Throws: ``CapsuleError`` when the log does not have the tiles or events that the checkpoints
  ///   speak of; what the log or the sink throws. What was written by then is no capsule.
  public func write(
    _ log: some CapsuleLog, to sink: ([UInt8]) throws -> Void
  ) throws {
    try withoutActuallyEscaping(sink) { sink in
      var output = CapsuleOutput(sink)
      try writeHead(to: &output)
      try writeEvents(of: log, to: &output)
      try output.finish()
    }
  }

  private func writeHead(to output: inout CapsuleOutput) throws {
    let documents = Capsule.maximumDocumentByteCount
    let notes = UnverifiedNote.maximumByteCount
    try output.write(Capsule.summaryName, summary.bytes, atMost: documents)
    try output.write(Capsule.checkpointName, checkpoint.bytes, atMost: notes)
    for checkpoint in earlier {
      let name = EarlierCheckpoints.name(checkpoint.claim.size)
      try output.write(name, checkpoint.bytes, atMost: notes)
    }
    try output.write(Capsule.noticesName, law.noticesDocument, atMost: documents)
    for (book, document) in zip(law.ruleBooks, law.ruleBookDocuments) {
      try output.write(CapsuleLaw.member(of: book.name), document, atMost: documents)
    }
  }

  private func writeEvents(of log: some CapsuleLog, to output: inout CapsuleOutput) throws {
    let order = CapsuleOrder(size: summary.size)
    var earlier = EarlierCheckpoints(earlier.map(\.claim))
    var tiles = try SignedTiles(order: order, root: summary.root) { tile in
      try Self.write(tile, of: log, to: &output)
    }
    try earlier.check(upTo: 0) { _ in nil }
    var number: Int64 = 0
    while let bundle = order.bundle(number) {
      for tile in order.fullTiles(before: number) {
        try tiles.take(Self.write(tile, of: log, to: &output), of: tile)
      }
      try earlier.check(upTo: min(order.size, (number + 1) << 8)) { tiles.root(ofFirst: $0) }
      try write(bundle, of: log, hashes: tiles.leaves(of: bundle), to: &output)
      number += 1
    }
  }

  private static func write(
    _ tile: TileReference, of log: some CapsuleLog, to output: inout CapsuleOutput
  ) throws -> [TreeHash] {
    guard let hashes = try log.hashes(of: tile), hashes.count == tile.width else {
      throw CapsuleError(.tile, tile.path, "the log does not have it")
    }
    let bytes = hashes.withUnsafeBytes { [UInt8]($0) }
    try output.write(tile.path, bytes, atMost: bytes.count)
    return hashes
  }
}

extension CapsuleWriter {
  /// The name of a bundle's member.
  static func name(of bundle: BundleReference) -> String { bundle.path + ".lz4" }

  private func write(
    _ reference: BundleReference, of log: some CapsuleLog, hashes: [TreeHash],
    to output: inout CapsuleOutput
  ) throws {
    let name = Self.name(of: reference)
    let frame = try Self.frame(of: log.bundle(reference), reference, name)
    let member = CapsuleMember(name: name, bytes: frame, range: frame.indices)
    let page = SealedPage(reference: reference, hashes: hashes, root: summary.root, member: member)
    _ = try page.opened()
    try output.write(
      name, frame, atMost: Capsule.maximumFrameByteCount(width: reference.width))
  }

  /// The frame of exactly the events of the bundle.
  private static func frame(
    of bundle: CapsuleBundle, _ reference: BundleReference, _ name: String
  ) throws(CapsuleError) -> [UInt8] {
    do throws(ArchiveError) {
      switch bundle {
      case .leaves(let leaves): return try LZ4Frame.compress(EntryBundle.encode(leaves))
      case .sealed(let frame) where reference.isFull: return frame
      case .sealed(let frame):
        let opened = try SealedBundle.open(frame)
        let end = opened.ranges.prefix(reference.width).last?.upperBound ?? 0
        return try LZ4Frame.compress(Array(opened.bytes[..<end]))
      }
    } catch {
      throw CapsuleError(.bundle, name, "\(error)")
    }
  }
}
