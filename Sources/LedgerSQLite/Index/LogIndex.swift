import GRDB
import LedgerCore
import MerkleLog

/// The two indexes of the log: positions by the events' ids, and by their streams.
///
/// They give candidates by hash; the events themselves decide.
struct LogIndex: Sendable {
  static let ofIdentifiers: UInt8 = 0
  static let ofStreams: UInt8 = 1

  private var identifiers: PositionIndex
  private var streams: PositionIndex
  /// The hashes that were asked for last: an event is looked for before it is added.
  private var lastIdentifier: (id: Identifier, hash: UInt64)?
  private var lastStream: (stream: StreamName, hash: UInt64)?

  /// The stored part of the indexes of a log; `add` the events from ``size`` on.
  init(ofLogOf size: Int64) throws {
    identifiers = try PositionIndex(kind: Self.ofIdentifiers, ofLogOf: size)
    streams = try PositionIndex(kind: Self.ofStreams, ofLogOf: size)
  }

  /// How many events are indexed.
  var size: Int64 { streams.size }

  /// Whether the next event makes the indexes store rows.
  var willStoreRun: Bool { (size + 1).isMultiple(of: Int64(streams.geometry.width)) }

  /// What the index of identifiers knows an event by.
  static func hash(_ id: Identifier) -> UInt64 { hash(id.text) }

  /// What the index of streams knows a stream by.
  static func hash(_ stream: StreamName) -> UInt64 { hash(stream.description) }

  /// The first eight bytes of SHA-256: nobody can choose names that crowd together.
  private static func hash(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { bytes in
      SHA256Hasher.leaf(UnsafeRawBufferPointer(bytes)).withUnsafeBytes { hash in
        UInt64(bigEndian: hash.loadUnaligned(as: UInt64.self))
      }
    }
  }

  /// Indexes the next event.
  mutating func add(_ id: Identifier, _ stream: StreamName, to rows: IndexRows) throws {
    try identifiers.append(hash(of: id), to: rows)
    try streams.append(hash(of: stream), to: rows)
  }

  private mutating func hash(of id: Identifier) -> UInt64 {
    if let lastIdentifier, lastIdentifier.id == id { return lastIdentifier.hash }
    let hash = Self.hash(id)
    lastIdentifier = (id, hash)
    return hash
  }

  private mutating func hash(of stream: StreamName) -> UInt64 {
    if let lastStream, lastStream.stream == stream { return lastStream.hash }
    let hash = Self.hash(stream)
    lastStream = (stream, hash)
    return hash
  }

  /// Forgets the newest events, down to a size; `false` when the index must be opened anew.
  mutating func truncate(to size: Int64) -> Bool {
    identifiers.truncate(to: size) && streams.truncate(to: size)
  }

  /// The position of the event of an id; `event` reads the event at a position.
  mutating func position(
    of id: Identifier, in rows: IndexRows, event: (Int64) throws -> Event
  ) throws -> Int64? {
    try identifiers.newestPosition(of: hash(of: id), in: rows) { try event($0).record.id == id }
  }

  /// The events of a stream, in order.
  mutating func events(
    of stream: StreamName, in rows: IndexRows, event: (Int64) throws -> Event
  ) throws -> [Event] {
    var events: [Event] = []
    _ = try streams.newestPosition(of: hash(of: stream), in: rows) { position in
      let found = try event(position)
      if found.stream == stream { events.append(found) }
      // The first of its stream ends the search.
      return found.stream == stream && found.version == 0
    }
    return events.reversed()
  }
}
