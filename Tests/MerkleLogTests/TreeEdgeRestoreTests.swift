import MerkleLog
import Testing

@Suite("Restoring the edge of a tree")
struct TreeEdgeRestoreTests {
  @Test("gives the edge that grew, and the same tiles from there on")
  func same() throws {
    var random = SeededGenerator(seed: 6)
    let sizes = [0, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_792, 131_071]
    let chosen = (0..<6).map { _ in Int.random(in: 0...140_000, using: &random) }
    var log = StoredLog()
    for size in (sizes + chosen).sorted() {
      log.grow(to: size)
      var restored = try log.restored()
      #expect(restored == log.edge)
      #expect(restored.root() == log.edge.root())
      var ahead = log
      let tiles = ahead.grow(to: size + 600)
      #expect(ahead.leaves[size...].flatMap { restored.append($0) } == tiles)
      #expect(restored == ahead.edge)
    }
  }

  @Test("reads only the tiles it needs, in order")
  func economy() throws {
    let log = StoredLog(size: 70_000)
    var read: [String] = []
    _ = try Edge(
      size: 70_000,
      fullTile: {
        read.append("\($0)/\($1)")
        return try log.tile($0, $1)
      },
      tail: log.tail)
    #expect(read == (256..<273).map { "0/\($0)" } + ["1/0"])
  }

  @Test("refuses sizes that no log has", arguments: [Int64.min, -1, (1 << 62) + 1, .max])
  func sizes(size: Int64) {
    expect(.sizeOutOfRange) {
      try Edge(size: size, fullTile: { _, _ in throw StoredLog.Missing() }, tail: [])
    }
  }

  @Test("refuses a tail that does not fit the size")
  func tails() {
    let log = StoredLog(size: 300)
    for count in [0, 1, 43, 45, 255, 256, 300] {
      expect(.tailMismatch) {
        try Edge(size: 300, fullTile: log.tile, tail: Array(log.leaves.suffix(count)))
      }
    }
  }

  @Test("refuses a tile that is not the one asked for")
  func tiles() throws {
    let log = StoredLog(size: 600)
    let hashes = try log.tile(0, 0).hashes
    let wrong = [
      Tile(level: 1, number: 0, hashes: hashes),
      Tile(level: 0, number: 1, hashes: hashes),
      Tile(level: 0, number: 0, hashes: Array(hashes.dropLast())),
    ]
    for tile in wrong {
      let tile = try #require(tile)
      expect(.tileMismatch) {
        try Edge(size: 600, fullTile: { _, _ in tile }, tail: log.tail)
      }
    }
  }

  @Test("hands on what the store throws")
  func missing() {
    let log = StoredLog(size: 44)
    #expect(throws: StoredLog.Missing.self) {
      try Edge(size: 300, fullTile: log.tile, tail: log.tail)
    }
  }

  @Test("of the largest size neither overflows nor reads more than it needs")
  func largest() throws {
    var read = 0
    let full = leaves(256)
    let size = Edge.maximumSize - 1
    let edge = try Edge(
      size: size,
      fullTile: { level, number in
        read += 1
        return try #require(Tile(level: level, number: number, hashes: full))
      },
      tail: Array(full.dropLast()))
    #expect(read == 6 * 255 + 63)
    var next = edge
    let completed = next.append(full[255])
    #expect(next.size == Edge.maximumSize)
    #expect(completed.map(\.level) == [0, 1, 2, 3, 4, 5, 6])
  }

  @Test("errors are equal by code and say what was found")
  func errors() throws {
    let first = error(size: -1)
    let second = error(size: -2)
    #expect(first == second)
    #expect(first?.message == "a log cannot have -1 leaves")
    #expect(first?.description == "sizeOutOfRange: a log cannot have -1 leaves")
    #expect(Set([first, second]).count == 1)
  }

  private func error(size: Int64) -> MerkleLogError? {
    do {
      _ = try Edge(size: size, fullTile: { _, _ in throw StoredLog.Missing() }, tail: [])
      return nil
    } catch {
      return error as? MerkleLogError
    }
  }
}
