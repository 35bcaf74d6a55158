extension RunStore {
  /// Sorts the entries of a run of level 0, which stand in the order of their positions, and stores it.
  func write(_ entries: [Entry], as run: Run) throws {
    var entries = entries
    entries.sortByPrefix()
    var filter = BlockFilter(prefixCount: geometry.runWidth(level: run.level))
    try write(entries, asChunks: 0..<1, of: run, addingTo: &filter)
    try write(filter.bytes, as: .filter, of: run)
  }

  /// Merges the runs of a complete group into one run of the next level and removes them.
  ///
  /// It goes through the hashes from the lowest to the highest, one chunk of every source at a
  /// time. Hence the memory it takes does not grow with the runs, unless very many positions
  /// share a hash.
  func merge(into run: Run) throws {
    let sources = geometry.sources(of: run)
    let chunkCount = geometry.chunkCount(level: run.level - 1)
    var counts = Array(repeating: 0, count: sources.count)
    var filter = BlockFilter(prefixCount: geometry.runWidth(level: run.level))
    for chunk in 0..<chunkCount {
      let entries = try mergedEntries(ofChunk: chunk, of: sources, counts: &counts)
      let parts = chunk * geometry.fanOut..<(chunk + 1) * geometry.fanOut
      try write(entries, asChunks: parts, of: run, addingTo: &filter)
    }
    try checkCounts(counts, of: sources)
    try write(filter.bytes, as: .filter, of: run)
    for source in sources {
      try remove(source)
    }
  }

  /// The entries of one chunk of all sources, with offsets as in the merged run.
  private func mergedEntries(
    ofChunk chunk: Int, of sources: [Run], counts: inout [Int]
  ) throws -> [Entry] {
    var entries: [Entry] = []
    entries.reserveCapacity(sources.count * geometry.width)
    for (place, source) in sources.enumerated() {
      let addend = place * geometry.runWidth(level: source.level)
      counts[place] += try withChunk(chunk, of: source) {
        try $0.append(to: &entries, addingToOffsets: addend)
        return $0.count
      }
    }
    entries.sortByPrefix()
    return entries
  }

  private func checkCounts(_ counts: [Int], of sources: [Run]) throws {
    for (count, source) in zip(counts, sources)
    where count < geometry.runWidth(level: source.level) {
      throw IndexDamage(key(of: .chunk(0), in: source), .entryCount)
    }
  }

  /// Stores sorted entries as the chunks to which all of them belong.
  private func write(
    _ entries: [Entry], asChunks chunks: Range<Int>, of run: Run,
    addingTo filter: inout BlockFilter
  ) throws {
    var rest = entries[...]
    for chunk in chunks {
      let part = rest.prefix { geometry.chunk(of: $0.prefix, level: run.level) == chunk }
      try write(part.bytes, as: .chunk(chunk), of: run)
      rest = rest[part.endIndex...]
    }
    filter.insert(prefixesOf: entries)
  }

  /// Stores a row of a run; those of the last level are never merged.
  private func write(_ bytes: [UInt8], as part: RowKey.Part, of run: Run) throws {
    let key = key(of: part, in: run)
    try storage.write(key, bytes)
    if run.level == geometry.levels - 1 { try storage.settle(key) }
  }
}

extension ArraySlice<Entry> {
  /// The entries one after the other, eight bytes each.
  fileprivate var bytes: [UInt8] {
    withUnsafeBytes { LittleEndian.bytes(of: $0.bindMemory(to: UInt64.self)) }
  }
}
