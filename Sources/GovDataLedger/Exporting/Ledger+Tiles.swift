import MerkleLog

extension Ledger {
  /// Writes the log up to its newest checkpoint as static files that any web server can serve
  /// (C2SP tlog-tiles): `checkpoint`, `tile/<level>/<number>`, `tile/entries/<number>`.
  ///
  /// All tiles are made again from the events, and the checkpoint is written last, when they have
  /// its root.
  ///
  /// - Parameters:
  ///   - folder: where to write them: an empty folder, or one that is made.
  ///   - progress: told the number of events written so far, and of all.
  /// - Returns: the checkpoint.
  /// - Throws: ``LedgerError`` with `notFound` when there is no checkpoint, `alreadyExists` when the
  ///   folder is not empty or cannot be made, `damaged` when the events do not have the
  ///   checkpoint's root, `inputOutput` when a file cannot be written.
  @discardableResult
  public func exportTiles(
    to folder: String, progress: (Int64, Int64) -> Void = { _, _ in }
  ) async throws -> UnverifiedCheckpoint {
    guard let checkpoint = try await newestCheckpoint() else { throw Self.noCheckpoint }
    let size = checkpoint.claim.size
    try await store.check()
    var tree = try StaticTree(in: folder)
    while tree.size < size {
      for page in try await store.uncheckedPages(in: tree.size..<min(tree.size + 256, size)) {
        for range in page.ranges { try tree.append(page.bytes[range], hash: page.hash(of: range)) }
      }
      progress(tree.size, size)
    }
    try tree.finish(with: checkpoint)
    return checkpoint
  }
}
