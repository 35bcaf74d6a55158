import LedgerCore

/// What the indexes know an event by.
struct IndexedEvent: Hashable, Sendable {
  /// The hash of its id.
  var id: UInt64
  /// The hash of its stream.
  var stream: UInt64
  /// The hashes of the other matters that it concerns.
  var otherMatters: [UInt64] = []
  /// The number of its type.
  var type: UInt8
}

extension IndexedEvent {
  /// - Parameter id: the hash of its id.
  init(_ event: ViewedEvent, id: NameHash) {
    self.id = id.prefix
    stream = event.streamHash.prefix
    type = event.type.number
    if let other = event.otherMatterHash { otherMatters = [other.prefix] }
    if event.type.namesEntries { otherMatters += event.entryHashes.map(\.prefix) }
  }

  /// An event that was read.
  init(_ event: ViewedEvent) { self.init(event, id: event.idHash) }

  /// Reads from a leaf no more than the indexes need.
  ///
  /// - Throws: `damaged` when it is not an event.
  init(_ leaf: StoredLeaf) throws {
    let found = leaf.withMembers { members, bytes in
      members.flatMap { Self(plain: $0, in: bytes) }
    }
    self = try found ?? Self(leaf.viewedEvent())
  }

  /// An event that has nothing escaped in its names and concerns no other matters; `nil` for others.
  private init?(plain members: LeafMembers, in bytes: UnsafeRawBufferPointer) {
    guard let type = members.eventType(in: bytes), !type.mayConcernOtherMatters,
      let id = members.idHash(in: bytes), let stream = members.streamHash(in: bytes)
    else { return nil }
    self.id = id.prefix
    self.stream = stream.prefix
    self.type = type.number
  }
}
