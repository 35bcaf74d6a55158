@testable import LedgerCore
import Testing
import TestSupport

/// Random values, random spellings and random bytes, by seed.
@Suite struct JSONPropertyTests {
  static let seeds = 0..<40 as Range<UInt64>

  @Test(arguments: seeds)
  func writtenAndRead(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let value = RandomJSON.value(using: &generator)
      let bytes = value.canonicalBytes
      let read = try JSONValue(parsing: bytes)
      try #require(read.canonicalBytes == bytes, "seed \(seed): \(value.shown)")
    }
  }

  @Test(arguments: seeds)
  func anySpellingIsTheSameValue(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let value = RandomJSON.value(using: &generator)
      let spelling = RandomJSON.spelling(of: value, using: &generator)
      let read = try JSONValue(parsing: spelling.utf8)
      try #require(read.isSame(as: value), "seed \(seed): \(spelling)")
    }
  }

  @Test(arguments: seeds)
  func everyTruncationIsRefused(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<10 {
      let value = JSONValue.array([RandomJSON.value(using: &generator)])
      let bytes = Array(RandomJSON.spelling(of: value, using: &generator).utf8)
      let whole = bytes.lastIndex(of: UInt8(ascii: "]")) ?? 0
      let accepted = (0...whole).first { (try? JSONValue(parsing: bytes.prefix($0))) != nil }
      #expect(accepted == nil, "seed \(seed)")
    }
  }

  /// One byte changed: refused, or a value that reads back from its own canonical form.
  @Test(arguments: seeds)
  func damagedBytes(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<100 {
      let value = RandomJSON.value(using: &generator)
      var bytes = Array(RandomJSON.spelling(of: value, using: &generator).utf8)
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      bytes[index] = UInt8.random(in: 0...255, using: &generator)
      try check(bytes, seed: seed)
    }
  }

  @Test(arguments: seeds)
  func randomBytes(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let likely = Array(#"{}[]",:0123456789.eE+-\utrfalsn "#.utf8) + [0x00, 0x80, 0xC3, 0xED, 0xF0]
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
        likely.randomElement(using: &generator) ?? 0
      }
      try check(bytes, seed: seed)
    }
  }

  private func check(_ bytes: [UInt8], seed: UInt64) throws {
    do {
      let value = try JSONValue(parsing: bytes)
      let again = try JSONValue(parsing: value.canonicalBytes)
      try #require(again.isSame(as: value), "seed \(seed): \(bytes)")
    } catch let error as LedgerError {
      try #require(error.code == .malformed, "seed \(seed): \(bytes)")
    }
  }
}
