/// The entries of one stored chunk, read where they lie: valid only as long as their bytes.
///
/// Nothing is taken for granted about the bytes. What an answer rests on is checked on the way.
struct Chunk {
  private let bytes: UnsafeRawBufferPointer
  private let key: RowKey
  private let number: Int
  private let geometry: IndexGeometry
  private let runWidth: Int

  /// How many entries there are.
  let count: Int

  /// - Throws: ``IndexDamage`` when so many bytes cannot be such a chunk's.
  init(
    _ bytes: UnsafeRawBufferPointer, number: Int, key: RowKey, geometry: IndexGeometry
  ) throws {
    self.bytes = bytes
    self.number = number
    self.key = key
    self.geometry = geometry
    count = bytes.count / Entry.byteCount
    runWidth = geometry.runWidth(level: key.level)
    // A position may have several entries, but none has fewer than one.
    let isWholeRun = geometry.chunkCount(level: key.level) == 1
    guard bytes.count.isMultiple(of: Entry.byteCount), !isWholeRun || count >= runWidth
    else { throw IndexDamage(key, .length(bytes.count)) }
  }

  /// The offsets of the newest entries of a prefix, the newest first, at most `limit` of them.
  ///
  /// - Parameter bound: only entries up to this one, which has the prefix, count.
  func newestOffsets(upTo bound: Entry, limit: Int) throws -> [Int] {
    var offsets: [Int] = []
    var previous = bound.offset + 1
    var place = countOfEntries(upTo: bound)
    while place > 0, offsets.count < limit {
      place -= 1
      let entry = entry(at: place)
      guard entry.prefix == bound.prefix else { break }
      guard entry.offset < previous else { throw IndexDamage(key, .order) }
      guard entry.offset < runWidth else { throw IndexDamage(key, .strayEntry) }
      offsets.append(entry.offset)
      previous = entry.offset
    }
    return offsets
  }

  /// Appends all entries to others, with this much added to their offsets.
  func append(to entries: inout [Entry], addingToOffsets addend: Int) throws {
    try checkEntries()
    entries.append(
      contentsOf: (0..<count).lazy.map { place in
        let entry = entry(at: place)
        return Entry(entry.prefix, offset: entry.offset + addend)
      })
  }

  private func checkEntries() throws {
    guard count > 0 else { return }
    guard isAtHome(entry(at: 0)), isAtHome(entry(at: count - 1)) else {
      throw IndexDamage(key, .strayEntry)
    }
    var previous = entry(at: 0)
    var highestOffset = previous.offset
    for place in 1..<count {
      let entry = entry(at: place)
      guard previous < entry else { throw IndexDamage(key, .order) }
      highestOffset = max(highestOffset, entry.offset)
      previous = entry
    }
    guard highestOffset < runWidth else { throw IndexDamage(key, .strayEntry) }
  }

  private func isAtHome(_ entry: Entry) -> Bool {
    geometry.chunk(of: entry.prefix, level: key.level) == number
  }

  /// How many entries come before or are at this one, found by halving.
  private func countOfEntries(upTo bound: Entry) -> Int {
    var range = 0..<count
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range =
        entry(at: middle) <= bound
        ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }

  /// The entry at a place below ``count``.
  private func entry(at place: Int) -> Entry {
    Entry(bits: LittleEndian.number(at: place, in: bytes))
  }
}
