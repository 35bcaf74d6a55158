extension RunStore {
  /// The newest position of a run with this prefix for which `body` returns true.
  ///
  /// Candidates are fetched some at a time, so that `body` may itself read the storage.
  func newestPosition(
    of prefix: HashPrefix, in run: Run, where body: (Int64) throws -> Bool
  ) throws -> Int64? {
    let first = geometry.firstPosition(of: run)
    let chunk = geometry.chunk(of: prefix, level: run.level)
    var bound = Entry(prefix, offset: Entry.maximumOffset)
    while true {
      let offsets = try withChunk(chunk, of: run) {
        try $0.newestOffsets(upTo: bound, limit: Self.candidatesPerRead)
      }
      for offset in offsets where try body(first + Int64(offset)) {
        return first + Int64(offset)
      }
      guard offsets.count == Self.candidatesPerRead, let last = offsets.last, last > 0 else {
        return nil
      }
      bound = Entry(prefix, offset: last - 1)
    }
  }

  /// Bounds what is copied where thousands of positions have one hash.
  private static var candidatesPerRead: Int { 64 }
}
