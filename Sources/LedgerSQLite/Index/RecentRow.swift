/// The row that keeps what the indexes need of a stretch of recent events, until runs take it in: so
/// none of these events has to be read again to find another.
///
/// For each event 5 bytes of the hash of its id, 5 of that of its stream and 1 for its type; then for
/// each other matter the place of its event in the stretch and 5 bytes of the matter's hash.
struct RecentRow {
  private static let eventLength = 2 * HashPrefix.byteCount + 1
  private static let matterLength = 1 + HashPrefix.byteCount

  let key: RowKey
  private let count: Int

  init(of stretch: Int64, _ geometry: IndexGeometry) {
    key = RowKey(kind: LogIndex.ofRecent, run: Run(level: 0, number: stretch), part: .chunk(0))
    count = geometry.stretchWidth
  }

  func write(_ events: [IndexedEvent], to storage: some IndexStorage) throws {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(events.count * (Self.eventLength + 1))
    for event in events {
      HashPrefix(of: event.id).append(to: &bytes)
      HashPrefix(of: event.stream).append(to: &bytes)
      bytes.append(event.type)
    }
    for (place, event) in events.enumerated() {
      for matter in event.otherMatters {
        bytes.append(UInt8(truncatingIfNeeded: place))
        HashPrefix(of: matter).append(to: &bytes)
      }
    }
    try storage.write(key, bytes)
  }

  /// - Throws: ``IndexDamage`` when the row is missing or cannot be such a row.
  func read(from storage: some IndexStorage) throws -> [IndexedEvent] {
    guard let events = try storage.read(key, events) else { throw IndexDamage(key, .missing) }
    return events
  }

  private func events(in bytes: UnsafeRawBufferPointer) throws -> [IndexedEvent] {
    let matters = count * Self.eventLength
    guard bytes.count >= matters, (bytes.count - matters).isMultiple(of: Self.matterLength) else {
      throw IndexDamage(key, .length(bytes.count))
    }
    var events = (0..<count).map { place in
      let start = place * Self.eventLength
      return IndexedEvent(
        id: HashPrefix(at: start, in: bytes).asHash,
        stream: HashPrefix(at: start + HashPrefix.byteCount, in: bytes).asHash,
        type: bytes[start + 2 * HashPrefix.byteCount])
    }
    for start in stride(from: matters, to: bytes.count, by: Self.matterLength) {
      let place = Int(bytes[start])
      guard place < count else { throw IndexDamage(key, .strayEntry) }
      events[place].otherMatters.append(HashPrefix(at: start + 1, in: bytes).asHash)
    }
    return events
  }
}

extension HashPrefix {
  fileprivate static let byteCount = bitCount / 8

  /// A hash with this prefix.
  var asHash: UInt64 { bits << UInt64(UInt64.bitWidth - Self.bitCount) }

  /// The prefix that stands there, the highest byte first.
  fileprivate init(at start: Int, in bytes: UnsafeRawBufferPointer) {
    let bits = bytes[start..<start + Self.byteCount].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    self.init(of: bits << UInt64(UInt64.bitWidth - Self.bitCount))
  }

  fileprivate func append(to bytes: inout [UInt8]) {
    for shift in stride(from: Self.bitCount - 8, through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
    }
  }
}
