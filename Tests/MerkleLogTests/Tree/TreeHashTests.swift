import MerkleLog
import Testing
import TestSupport

@Suite("A tree hash")
struct TreeHashTests {
  @Test("is 32 plain bytes")
  func layout() {
    #expect(MemoryLayout<TreeHash>.size == 32)
    #expect(MemoryLayout<TreeHash>.stride == 32)
    #expect(_isPOD(TreeHash.self))
  }

  @Test("takes exactly 32 bytes and gives them back")
  func bytes() throws {
    var random = SplitMix64(seed: 1)
    for count in 0...100 {
      let bytes = random.bytes(count: count)
      let hash = TreeHash(bytes)
      #expect((hash != nil) == (count == 32))
      #expect(hash == nil || hash?.bytes == bytes)
      #expect(TreeHash(AnyCollection(bytes)) == hash)
      #expect(TreeHash(([0xff] + bytes)[1...]) == hash)
    }
    let bytes = random.bytes(count: 32)
    let hash = try #require(TreeHash(bytes))
    #expect(hash.withUnsafeBytes { Array($0) } == bytes)
  }

  @Test("differs when any bit differs")
  func equality() throws {
    let bytes = [UInt8](0..<32)
    let hash = try #require(TreeHash(bytes))
    #expect(Set([hash, hash]).count == 1)
    for bit in 0..<256 {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      let other = try #require(TreeHash(changed))
      #expect(other != hash)
      #expect(Set([hash, other]).count == 2)
    }
  }

  @Test("is written in hexadecimal and base64")
  func text() throws {
    let hash = try #require(TreeHash(0..<32))
    #expect(hash.hex == "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f")
    #expect(hash.description == hash.hex)
    #expect(hash.base64 == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    #expect(TreeHash(base64: hash.base64) == hash)
  }

  @Test(
    "is read from base64 strictly",
    arguments: [
      "", "=", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=",
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==",
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g",
      "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
      " AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
      "__ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    ])
  func strictText(text: String) {
    #expect(TreeHash(base64: text) == nil)
  }
}
