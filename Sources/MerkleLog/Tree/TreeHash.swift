/// A 32-byte hash in a Merkle tree: of a leaf, of a node or of a whole tree.
///
/// The bytes live inline in four words, so that a hash costs no allocation and no reference
/// counting wherever it is stored or passed. The words hold the bytes in the order in which they
/// are written, not numbers: never compare or compute with them as integers.
public struct TreeHash: Hashable, Sendable {
  /// How many bytes a hash has.
  public static let byteCount = 32

  private var words: (UInt64, UInt64, UInt64, UInt64)

  /// Takes over a buffer that is known to hold exactly 32 bytes.
  init(exactly32 buffer: UnsafeRawBufferPointer) {
    precondition(buffer.count == Self.byteCount, "a tree hash has 32 bytes")
    words = buffer.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self)
  }

  /// The hash with these bytes, or `nil` unless there are exactly 32 of them.
  public init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    let direct = bytes.withContiguousStorageIfAvailable {
      TreeHash(exactly32: UnsafeRawBufferPointer($0))
    }
    self = direct ?? Array(bytes).withUnsafeBytes { TreeHash(exactly32: $0) }
  }

  /// Calls `body` with the 32 bytes, without copying them to the heap.
  ///
  /// The pointer is valid only during the call.
  @inlinable
  public func withUnsafeBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Swift.withUnsafeBytes(of: self, body)
  }

  /// The 32 bytes as an array. Allocates: on a hot path use ``withUnsafeBytes(_:)``.
  public var bytes: [UInt8] {
    withUnsafeBytes { [UInt8]($0) }
  }

  /// Whether two hashes have the same bytes.
  public static func == (left: TreeHash, right: TreeHash) -> Bool {
    left.words == right.words
  }

  /// Feeds the 32 bytes to a hash table's hasher.
  public func hash(into hasher: inout Hasher) {
    withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
