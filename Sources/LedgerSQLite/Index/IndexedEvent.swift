import LedgerCore
import MerkleLog

/// What the indexes know an event by.
struct IndexedEvent: Hashable, Sendable {
  /// The hash of its id.
  var id: UInt64
  /// The hash of its stream.
  var stream: UInt64
  /// The hashes of the other matters that it is an act on.
  var otherMatters: [UInt64] = []
  /// The number of its type.
  var type: UInt8
}

extension IndexedEvent {
  init(_ event: Event) {
    self.init(event, id: Self.hash(event.record.id), stream: Self.hash(event.stream))
  }

  /// An event whose names were hashed before.
  init(_ event: Event, id: UInt64, stream: UInt64) {
    self.id = id
    self.stream = stream
    type = event.type.number
    otherMatters = event.record.data.otherMatters.map { Self.hash($0) }
  }

  /// Reads from a leaf no more than the indexes need.
  ///
  /// - Throws: `damaged` when it is not an event.
  init(_ leaf: StoredLeaf) throws {
    let found = leaf.withMembers { members, bytes in
      members.flatMap { Self(plain: $0, in: bytes) }
    }
    self = try found ?? Self(leaf.event())
  }

  /// An event that has nothing escaped in its names and is no act on other matters; `nil` for others.
  private init?(plain members: LeafMembers, in bytes: UnsafeRawBufferPointer) {
    let (id, stream) = (bytes[members.id], bytes[members.stream])
    let backslash = UInt8(ascii: "\\")
    guard !id.contains(backslash), !stream.contains(backslash),
      let type = EventType.named(String(decoding: bytes[members.type], as: UTF8.self)),
      !type.mayConcernOtherMatters
    else { return nil }
    self.id = Self.hash(UnsafeRawBufferPointer(rebasing: id))
    self.stream = Self.hash(UnsafeRawBufferPointer(rebasing: stream))
    self.type = type.number
  }

  /// What the index of ids knows an event by.
  static func hash(_ id: Identifier) -> UInt64 { hash(id.text) }

  /// What the index of streams knows a stream by.
  static func hash(_ stream: StreamName) -> UInt64 { hash(stream.description) }

  private static func hash(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { hash(UnsafeRawBufferPointer($0)) }
  }

  /// The first eight bytes of SHA-256: nobody can choose names that crowd together.
  private static func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    SHA256Hasher.leaf(text).withUnsafeBytes { hash in
      UInt64(bigEndian: hash.loadUnaligned(as: UInt64.self))
    }
  }
}

extension EventType {
  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// The type of a name.
  fileprivate static func named(_ name: String) -> EventType? { byName[name] }
}
