import LedgerCore
import MerkleLog

/// A bundle of a capsule as it was read: not unpacked yet, but with the hashes that its events must
/// have, which stand under the signed root.
///
/// Opening one is most of the work of reading a capsule and needs nothing of the bundles before it,
/// so that several can be opened on several cores.
public struct SealedPage: Sendable {
  /// Which bundle it is.
  public let reference: BundleReference

  /// The hashes that its events must have.
  public let hashes: [TreeHash]

  let root: TreeHash
  let member: CapsuleMember

  /// Unpacks the bundle and checks the hash of every event.
  ///
  /// - Throws: ``CapsuleError`` with the code `bundle` when the frame is damaged or has another
  ///   number of events, or `event`, naming the first position whose bytes are not those under the
  ///   root.
  public func opened() throws(CapsuleError) -> CapsulePage {
    let leaves = try unpacked()
    var found: [TreeHash] = []
    found.reserveCapacity(leaves.ranges.count)
    leaves.bytes.withUnsafeBytes { bytes in
      SHA256Hasher.appendLeaves(in: leaves.ranges, of: bytes, to: &found)
    }
    try check(found)
    return CapsulePage(leaves: leaves, root: root)
  }

  /// Unpacks the bundle and lets the caller hash its events, for a caller that needs the hashes too.
  ///
  /// - Parameter hashing: gives the leaf hash (RFC 6962 section 2.1) of every event of the page, in
  ///   order, made from the page's bytes and from nothing else.
  /// - Throws: as ``opened()`` does, and what `hashing` throws.
  public func opened(hashing: (LeafPage) throws -> [TreeHash]) throws -> CapsulePage {
    let leaves = try unpacked()
    try check(try hashing(leaves))
    return CapsulePage(leaves: leaves, root: root)
  }

  private func check(_ found: [TreeHash]) throws(CapsuleError) {
    guard found != hashes else { return }
    let index = zip(found, hashes).enumerated().first { $1.0 != $1.1 }?.offset
    let place = index ?? min(found.count, hashes.count)
    throw CapsuleError(
      .event, member.name, at: (reference.number << 8) + Int64(place),
      "the event's hash is not the one under the root")
  }

  /// The events, followed by the zeros that let a replay read them fast.
  private func unpacked() throws(CapsuleError) -> LeafPage {
    do throws(ArchiveError) {
      var bytes = try member.bytes.withUnsafeBufferPointer { (bytes) throws(ArchiveError) in
        try LZ4Frame.decompress(
          UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[member.range])),
          limit: reference.width * (EntryBundle.lengthByteCount + EntryBundle.maximumEntryLength))
      }
      let ranges = try EntryBundle.ranges(in: bytes, count: reference.width)
      bytes.append(contentsOf: repeatElement(0, count: LeafPage.padding))
      return LeafPage(first: reference.number << 8, bytes: bytes, ranges: ranges)
    } catch {
      throw CapsuleError(.bundle, member.name, "\(error)")
    }
  }
}

/// A bundle whose every event is the one under the signed root. Only ``SealedPage`` makes one.
public struct CapsulePage: Sendable {
  /// The events, followed by ``LedgerCore/LeafPage/padding`` zeros.
  public let leaves: LeafPage

  let root: TreeHash
}
