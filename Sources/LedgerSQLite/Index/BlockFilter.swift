/// Tells quickly that a run has no entry of a prefix: a split-block Bloom filter as in the "Bloom
/// Filter" chapter of the Apache Parquet format.
///
/// The prefix's upper 32 bits choose a block of 256 bits, and the lower 32 of ``HashPrefix/mixed``
/// eight bits in it. So a filter over sorted entries is written and stored from front to back,
/// which keeps merging near the speed of memory. At 12 bits a prefix about one absent prefix in
/// two hundred is not told apart.
struct BlockFilter: Hashable, Sendable {
  typealias Block = SIMD8<UInt32>

  static let bitsPerPrefix = 12

  private var blocks: [Block]

  /// An empty filter with room for this many prefixes.
  init(prefixCount: Int) {
    blocks = Array(repeating: .zero, count: Self.blockCount(prefixCount: prefixCount))
  }

  mutating func insert(prefixesOf entries: [Entry]) {
    blocks.withUnsafeMutableBufferPointer { blocks in
      for entry in entries {
        let probe = Probe(entry.prefix)
        blocks[probe.place(among: blocks.count)] |= probe.mask
      }
    }
  }

  /// False when the prefix was certainly not inserted.
  @inline(__always)
  func mayContain(_ probe: Probe) -> Bool {
    let missing = probe.mask & ~blocks[probe.place(among: blocks.count)]
    // Folded by hand: the comparison of vectors goes lane by lane.
    let four = missing.lowHalf | missing.highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1] == 0
  }

  private static func blockCount(prefixCount: Int) -> Int {
    (prefixCount * bitsPerPrefix + 255) / 256
  }
}

extension BlockFilter {
  /// A prefix in the form in which filters of any size take it.
  struct Probe: Sendable {
    fileprivate let mask: Block
    private let upperBits: UInt64

    @inline(__always)
    init(_ prefix: HashPrefix) {
      let key = UInt32(truncatingIfNeeded: prefix.mixed)
      let salted = Block(repeating: key) &* Self.salts
      mask = Block(repeating: 1) &<< (salted &>> 27)
      upperBits = prefix.bits >> UInt64(HashPrefix.bitCount - 32)
    }

    /// The place of the prefix's block.
    fileprivate func place(among blockCount: Int) -> Int {
      Int(truncatingIfNeeded: (upperBits &* UInt64(truncatingIfNeeded: blockCount)) >> 32)
    }

    private static var salts: Block {
      Block(
        0x47b6_137b, 0x4497_4d91, 0x8824_ad5b, 0xa2b7_289d,
        0x7054_95c7, 0x2df1_424b, 0x9efc_4947, 0x5c6b_fb31)
    }
  }
}

extension BlockFilter {
  /// The stored filter of a run, or `nil` unless there are just as many bytes as for this many
  /// prefixes.
  init?(bytes: UnsafeRawBufferPointer, prefixCount: Int) {
    let blockCount = Self.blockCount(prefixCount: prefixCount)
    guard bytes.count == blockCount * MemoryLayout<Block>.size else { return nil }
    blocks = (0..<blockCount).map { block in
      var words = Block()
      for lane in words.indices {
        words[lane] = LittleEndian.number(at: block * Block.scalarCount + lane, in: bytes)
      }
      return words
    }
  }

  /// The blocks one after the other, each as eight words of four bytes.
  var bytes: [UInt8] {
    blocks.withUnsafeBytes { LittleEndian.bytes(of: $0.bindMemory(to: UInt32.self)) }
  }
}
