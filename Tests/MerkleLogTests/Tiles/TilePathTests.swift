import MerkleLog
import Testing
import TestSupport

@Suite("A tile's path")
struct TilePathTests {
  @Test(
    "is written and read as C2SP tlog-tiles says",
    arguments: [
      ("tile/0/000", 0, 0, 256), ("tile/0/x001/x234/067", 0, 1_234_067, 256),
      ("tile/1/000.p/1", 1, 0, 1), ("tile/0/273.p/112", 0, 273, 112),
      ("tile/63/x001/000.p/255", 63, 1000, 255), ("tile/10/999", 10, 999, 256),
      (
        "tile/0/x009/x223/x372/x036/x854/x775/807", 0, 9_223_372_036_854_775_807, 256
      ),
    ] as [(String, Int, Int64, Int)])
  func tiles(text: String, level: Int, number: Int64, width: Int) throws {
    let tile = try #require(TileReference(level: level, number: number, width: width))
    #expect(tile.path == text)
    #expect(try TilePath(text) == .tile(tile))
    #expect(try TilePath(text).text == text)
  }

  @Test("of entries has the word for a level")
  func entries() throws {
    let bundle = try #require(BundleReference(number: 1_234_067, width: 7))
    #expect(bundle.path == "tile/entries/x001/x234/067.p/7")
    #expect(try TilePath(bundle.path) == .entries(bundle))
    #expect(try TilePath("tile/entries/000").text == "tile/entries/000")
  }

  @Test(
    "is not read from any other text",
    arguments: [
      "", "tile", "tile/0", "tile/0/", "tile/0/0", "tile/0/00", "tile/0/0000", "/tile/0/000",
      "tile/0/000/", "tile/0//000", "tile/00/000", "tile/64/000", "tile/-1/000", "tile/+1/000",
      "tile/0/x000/000", "tile/0/x000/x001/000", "tile/0/001/000", "tile/0/x001", "tile/0/X001/000",
      "tile/0/x001/x000", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256",
      "tile/0/000.p/01", "tile/0/000.p/1/", "tile/0/000.p/1/2", "tile/0/000.P/1", "tile/0/.p/1",
      "tile/0/x001.p/1", "tile/entries", "tile/entries/x000/000", "tile/Entries/000",
      "tile/data/000", "tile/0/٠٠٠", "tile/0/000\n", " tile/0/000", "tile/0/00 ", "tile/0/-01",
      "tile/0/x009/x223/x372/x036/x854/x775/808", "tile/0/x999/x999/x999/x999/x999/x999/999",
      "tile/9999999999999999999/000", "tile/0/000.p/99999999999999999999",
      "tile/0/" + String(repeating: "x001/", count: 100_000) + "000",
    ])
  func refuses(text: String) {
    expect(.malformedPath) { try TilePath(text) }
  }

  @Test("gives back its tile, and what is read is written back the same")
  func roundTrip() throws {
    var random = SplitMix64(seed: 32)
    let characters = Array("tile/entries/x0123456789.p/")
    var read = 0
    for _ in 0..<10_000 {
      let shift = Int.random(in: 0...62, using: &random)
      let number = Int64.random(in: 0...Int64.max, using: &random) >> Int64(shift)
      let level = Int.random(in: 0...63, using: &random)
      let width = Int.random(in: 1...256, using: &random)
      let tile = try #require(TileReference(level: level, number: number, width: width))
      #expect(try TilePath(tile.path) == .tile(tile))
      var text = Array(tile.path)
      let place = Int.random(in: 0..<text.count, using: &random)
      text[place] = characters[Int.random(in: 0..<characters.count, using: &random)]
      if let path = try? TilePath(String(text)) {
        read += 1
        #expect(path.text == String(text))
      }
    }
    #expect(read > 1000 && read < 9000, "\(read)")
  }

  @Test("is only of a tile within bounds")
  func bounds() {
    #expect(TileReference(level: -1, number: 0) == nil)
    #expect(TileReference(level: 64, number: 0) == nil)
    #expect(TileReference(level: 0, number: -1) == nil)
    #expect(TileReference(level: 0, number: 0, width: 0) == nil)
    #expect(TileReference(level: 0, number: 0, width: 257) == nil)
    #expect(BundleReference(number: -1) == nil)
    #expect(BundleReference(number: 0, width: 0) == nil)
  }
}
