import MerkleLog
import Testing

typealias Edge = TreeEdge<SHA256Hasher>
typealias Tree = MerkleTree<SHA256Hasher>

/// The hash of the leaf that holds a number.
func leaf(_ number: Int) -> TreeHash {
  SHA256Hasher.leaf(withUnsafeBytes(of: UInt64(number).bigEndian) { [UInt8]($0) })
}

func leaves(_ count: Int) -> [TreeHash] {
  (0..<count).map(leaf)
}

/// A log as a store would keep it: the edge, all full tiles, all leaf hashes.
struct StoredLog {
  var edge = Edge()
  var tiles: [String: Tile] = [:]
  var leaves: [TreeHash] = []

  init(size: Int = 0) {
    grow(to: size)
  }

  @discardableResult
  mutating func grow(to size: Int) -> [Tile] {
    var completed: [Tile] = []
    while leaves.count < size {
      let next = leaf(leaves.count)
      leaves.append(next)
      completed += edge.append(next)
    }
    for tile in completed {
      tiles[Self.key(tile.level, tile.number)] = tile
    }
    return completed
  }

  var tail: [TreeHash] { Array(leaves.suffix(leaves.count % Tile.width)) }

  func tile(_ level: Int, _ number: Int64) throws -> Tile {
    guard let tile = tiles[Self.key(level, number)] else { throw Missing() }
    return tile
  }

  func restored() throws -> Edge {
    try Edge(size: Int64(leaves.count), fullTile: tile, tail: tail)
  }

  struct Missing: Error {}

  private static func key(_ level: Int, _ number: Int64) -> String { "\(level)/\(number)" }
}

/// Expects an error by its code.
@discardableResult
func expect<Value>(
  _ code: MerkleLogError.Code, _ comment: @autoclosure () -> Comment? = nil,
  at location: SourceLocation = #_sourceLocation, from body: () throws -> Value
) -> MerkleLogError? {
  let error = #expect(
    throws: MerkleLogError.self, comment(), sourceLocation: location
  ) { try body() }
  #expect(error?.code == code, comment(), sourceLocation: location)
  return error
}

extension TreeHash {
  /// The hash of 64 hexadecimal digits.
  init?(hex: String) {
    let digits = hex.compactMap(\.hexDigitValue)
    guard digits.count == 64 else { return nil }
    self.init(stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) })
  }

  /// The hash with one bit changed.
  func flipped(bit: Int = 0) -> TreeHash {
    var bytes = bytes
    bytes[bit / 8 % 32] ^= 1 << (bit % 8)
    return TreeHash(bytes) ?? self
  }
}
