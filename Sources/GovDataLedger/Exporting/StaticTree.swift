import Foundation
import LedgerArchive
import MerkleLog

/// Writes a log as static files while it is read (C2SP tlog-tiles). Each file appears whole, the
/// checkpoint last.
struct StaticTree {
  private let folder: String
  private var tree = TreeEdge<SHA256Hasher>()
  private var entries = EntryBundleWriter()
  /// The subfolder that was made last.
  private var subfolder = ""

  /// A tree in a folder that is empty, or is made.
  ///
  /// - Throws: `alreadyExists` when the folder has anything in it or cannot be made.
  init(in folder: String) throws(LedgerError) {
    self.folder = folder
    guard mkdir(folder, 0o755) != 0 else { return }
    let reason = String(cString: strerror(errno))
    guard let found = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw LedgerError(
        .alreadyExists, "\(folder): cannot create: \(reason); give another folder")
    }
    guard found.isEmpty else {
      throw LedgerError(
        .alreadyExists, "\(folder): not empty; give a folder that is empty or not there")
    }
  }

  /// How many entries were appended.
  var size: Int64 { tree.size }

  /// Appends an entry with its leaf hash, and writes what it fills.
  mutating func append(_ entry: ArraySlice<UInt8>, hash: TreeHash) throws {
    try entries.append(Array(entry))
    for tile in tree.append(hash) { try write(tile) }
    if entries.isFull { try writeEntries() }
  }

  /// Writes the partial tiles, and then the checkpoint.
  ///
  /// - Throws: `damaged` when the entries do not have its size and root.
  mutating func finish(with checkpoint: UnverifiedCheckpoint) throws {
    let claim = checkpoint.claim
    guard claim.size == tree.size, claim.root == tree.root() else {
      throw LedgerError(
        .damaged,
        "the events have the root \(tree.root().base64), the checkpoint of \(claim.size) events "
          + "\(claim.root.base64); check the ledger with `govledger verify`")
    }
    if entries.count > 0 { try writeEntries() }
    for level in 0...63 {
      if let tile = tree.unfinishedTile(level: level) { try write(tile) }
    }
    try write(checkpoint.bytes, to: "checkpoint")
  }

  private mutating func write(_ tile: Tile) throws {
    let place = TileReference(level: tile.level, number: tile.number, width: tile.hashes.count)
    if let place { try write(tile.bytes, to: place.path) }
  }

  private mutating func writeEntries() throws {
    let number = (tree.size - 1) / Int64(Tile.width)
    if let place = BundleReference(number: number, width: entries.count) {
      try write(entries.bytes, to: place.path)
    }
    entries.removeAll()
  }

  private mutating func write(_ bytes: [UInt8], to path: String) throws {
    let file = URL(fileURLWithPath: folder).appendingPathComponent(path)
    let parent = file.deletingLastPathComponent().path
    if parent != subfolder {
      do {
        try FileManager.default.createDirectory(
          atPath: parent, withIntermediateDirectories: true)
      } catch {
        throw LedgerError(.inputOutput, "\(parent): cannot be made: \(error)")
      }
      subfolder = parent
    }
    try WholeFile.write(to: file.path) { try $0(bytes) }
  }
}
