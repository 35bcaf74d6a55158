/// Which types of event a stretch of the log holds, by their numbers.
struct TypeSet: Hashable, Sendable {
  static let byteCount = 32

  private var words = SIMD4<UInt64>()

  /// No types.
  init() {}

  /// The types of some events.
  init(_ types: some Sequence<UInt8>) {
    for type in types { words[Int(type >> 6)] |= 1 << UInt64(type & 63) }
  }

  func contains(_ type: UInt8) -> Bool { words[Int(type >> 6)] >> UInt64(type & 63) & 1 == 1 }

  mutating func formUnion(_ other: TypeSet) { words |= other.words }
}

extension TypeSet {
  /// The sets of a row, or `nil` unless there are just as many bytes as for this many.
  static func sets(in bytes: UnsafeRawBufferPointer, count: Int) -> [TypeSet]? {
    guard bytes.count == count * byteCount else { return nil }
    return (0..<count).map { place in
      var set = TypeSet()
      for word in set.words.indices {
        set.words[word] = LittleEndian.number(at: place * 4 + word, in: bytes)
      }
      return set
    }
  }

  /// Sets one after the other, each as four words of eight bytes.
  static func bytes(of sets: [TypeSet]) -> [UInt8] {
    sets.withUnsafeBytes { LittleEndian.bytes(of: $0.bindMemory(to: UInt64.self)) }
  }
}
