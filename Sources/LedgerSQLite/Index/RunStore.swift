/// The runs of one index in its storage.
struct RunStore<Storage: IndexStorage> {
  let kind: UInt8
  let geometry: IndexGeometry
  let storage: Storage

  func key(of part: RowKey.Part, in run: Run) -> RowKey {
    RowKey(kind: kind, run: run, part: part)
  }

  /// The filter of a run.
  ///
  /// - Throws: ``IndexDamage`` when its row is missing or has another length.
  func filter(of run: Run) throws -> BlockFilter {
    let prefixCount = geometry.runWidth(level: run.level)
    return try read(key(of: .filter, in: run)) { key, bytes in
      guard let filter = BlockFilter(bytes: bytes, prefixCount: prefixCount) else {
        throw IndexDamage(key, .length(bytes.count))
      }
      return filter
    }
  }

  /// Calls `body` with the entries of a chunk.
  ///
  /// - Throws: ``IndexDamage`` when the row is missing or its length cannot be, and what `body`
  ///   throws.
  func withChunk<Result>(
    _ number: Int, of run: Run, _ body: (Chunk) throws -> Result
  ) throws -> Result {
    try read(key(of: .chunk(number), in: run)) { key, bytes in
      try body(Chunk(bytes, number: number, key: key, geometry: geometry))
    }
  }

  /// Removes all rows of a run.
  func remove(_ run: Run) throws {
    for chunk in 0..<geometry.chunkCount(level: run.level) {
      try storage.remove(key(of: .chunk(chunk), in: run))
    }
    try storage.remove(key(of: .filter, in: run))
  }

  private func read<Result>(
    _ key: RowKey, _ body: (RowKey, UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result {
    guard let result = try storage.read(key, { try body(key, $0) }) else {
      throw IndexDamage(key, .missing)
    }
    return result
  }
}
