import Testing

@testable import MerkleLog

@Suite struct PrivateKeyTextTests {
  @Test func aKeyIsFoundWhereverItStands() throws {
    let key = Array(SignerKey(generatedFor: try KeyName("a")).privateText.utf8)
    #expect(PrivateKeyText.isFound(in: key))
    #expect(PrivateKeyText.isFound(in: Array("log PPRIVATE+PRIVATE+KEY+".utf8)))
    #expect(PrivateKeyText.isFound(in: Array("xy".utf8) + key[...]))
    #expect(!PrivateKeyText.isFound(in: Array(key.dropFirst())))
    #expect(!PrivateKeyText.isFound(in: Array("PRIVATE+KEY PRIVATE KEY+".utf8)))
    #expect(!PrivateKeyText.isFound(in: []))
  }

  /// In whatever order its parts stand, a key that cannot be read is not repeated.
  @Test func noErrorRepeatsAPartOfAKey() throws {
    let seed: [UInt8] = (0..<32).map { 7 &* $0 &+ 3 }
    let key = try SignerKey(name: KeyName("a"), type: .ed25519, seed: seed)
    let secret = try #require(key.privateText.split(separator: "+", maxSplits: 4).last)
    #expect(secret.count == 44 && !secret.contains("+"))
    for other in ["\(secret)", "\(secret)+a+b", "a+\(secret)+b", "a b+\(secret)", "\(secret) +x+y"]
    {
      let error = #expect(throws: MerkleLogError.self) { try SignerKey("PRIVATE+KEY+" + other) }
      #expect(error?.message.contains(secret.prefix(8)) == false, "\(other)")
    }
  }
}
