import MerkleLog
import Testing
import TestSupport

@Suite("Base64")
struct Base64Tests {
  @Test(
    "has the vectors of RFC 4648",
    arguments: [
      ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
      ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
  func vectors(plain: String, text: String) {
    #expect(Base64.encode(plain.utf8) == text)
    #expect(Base64.decode(text) == Array(plain.utf8))
  }

  @Test("gives back what it was given")
  func roundTrip() {
    var random = SplitMix64(seed: 2)
    for count in 0...300 {
      let bytes = random.bytes(count: count)
      let text = Base64.encode(bytes)
      #expect(text.utf8.count == (count + 2) / 3 * 4)
      #expect(Base64.decode(text) == bytes)
    }
  }

  @Test("reads one text for one value: every pair of characters before padding")
  func lastGroups() {
    var accepted = 0
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let text = [first, second, UInt8(ascii: "="), UInt8(ascii: "=")]
        guard let bytes = Base64.decode(ascii: text) else { continue }
        accepted += 1
        #expect(Array(Base64.encode(bytes).utf8) == text)
      }
    }
    #expect(accepted == 256)
  }

  @Test("reads one text for one value: random characters")
  func randomText() {
    var random = SplitMix64(seed: 3)
    let characters = Array("AQgwZz09+/==\n -_\r\0".utf8)
    for _ in 0..<50_000 {
      let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        characters[Int.random(in: 0..<characters.count, using: &random)]
      }
      guard let bytes = Base64.decode(ascii: text) else { continue }
      #expect(Array(Base64.encode(bytes).utf8) == text)
    }
  }

  @Test(
    "refuses other texts",
    arguments: [
      "A", "AA", "AAA", "AA=", "A===", "====", "=AAA", "A=AA", "AA=A", "AAAAA", "AAA=AAAA",
      "AAA=====", "AA==AA==", "AAA=\n", "AA A", "AA\r\n", "AAB=", "AB==", "é===", "AAA\u{0}",
    ])
  func refuses(text: String) {
    #expect(Base64.decode(text) == nil)
  }
}
