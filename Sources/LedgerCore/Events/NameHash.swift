import MerkleLog

/// What indexes and the writer's memory know a name by, an event's id or a stream's: SHA-256 of it, as
/// of a leaf (RFC 6962 §2.1).
///
/// Nobody can choose names that have one hash or crowd together in a table; so whatever has the hash
/// of a name has the name.
public struct NameHash: Hashable, Sendable {
  private let hash: TreeHash

  /// The hash of an event's id.
  public init(_ id: Identifier) {
    var text = id.text
    hash = text.withUTF8 { SHA256Hasher.leaf(UnsafeRawBufferPointer($0)) }
  }

  /// The hash of a stream's name.
  public init(_ stream: StreamName) {
    var text = stream.identifier.text
    self = text.withUTF8 { NameHash(stream.category, $0) }
  }

  /// The hash of a name from its bytes: those of an id, or of a stream's whole name.
  package init(of name: UnsafeRawBufferPointer) { hash = SHA256Hasher.leaf(name) }

  /// The hash of the name of a stream, by the bytes of what it is about.
  init(_ category: StreamName.Category, _ identifier: UnsafeBufferPointer<UInt8>) {
    var category = category.rawValue
    hash = category.withUTF8 { category in
      let count = category.count + 1 + identifier.count
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: count) { name in
        var end = name.initialize(fromContentsOf: category)
        name.initializeElement(at: end, to: UInt8(ascii: "/"))
        end += 1
        _ = name[end...].initialize(fromContentsOf: identifier)
        return SHA256Hasher.leaf(UnsafeRawBufferPointer(name))
      }
    }
  }

  /// The hash of the name of a body's stream.
  init(_ body: BodyCode) {
    self = body.withUTF8 { NameHash(.department, $0) }
  }

  /// The first eight bytes, the highest first.
  package var prefix: UInt64 {
    hash.withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
  }

  /// Feeds as much of the hash to a table's hasher as tells names apart there.
  public func hash(into hasher: inout Hasher) { hasher.combine(prefix) }
}
