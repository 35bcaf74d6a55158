import LedgerCore

/// Sets of types as a row of the index holds them.
extension TypeSet {
  static let byteCount = 32

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
