@testable import LedgerCore
import Testing
import TestSupport
import WorkingDays

/// Strictness: whatever is done to a leaf's bytes, what is still accepted writes the same bytes.
@Suite struct StoredEventDamageTests {
  private func leaf(_ type: EventType, seed: UInt64) -> [UInt8] {
    var random = RandomEvents(seed: seed)
    return random.event(type).canonicalBytes
  }

  /// What is wrong with how the reader takes these bytes; `nil` when it is strict.
  private func fault(_ bytes: [UInt8]) -> String? {
    do {
      let event = try Event(leaf: bytes)
      return event.canonicalBytes == bytes ? nil : "accepted, but not canonical"
    } catch {
      return error.code == .malformed ? nil : "refused as \(error.code)"
    }
  }

  private func check(
    _ bytes: [UInt8], _ what: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let fault = fault(bytes) else { return }
    let shown = String(decoding: bytes, as: UTF8.self)
    Issue.record("\(what()): \(fault): \(shown)", sourceLocation: sourceLocation)
  }

  /// The further types have the same reader: of their bytes two bits each are flipped.
  @Test(arguments: EventType.allCases)
  func everyFlippedBit(type: EventType) {
    var bytes = leaf(type, seed: 11)
    for index in bytes.indices {
      let bits = type.form.isCore ? Array(0..<8) : [index % 8, (index + 3) % 8]
      for bit in bits {
        bytes[index] ^= 1 << bit
        check(bytes, "seed 11, byte \(index), bit \(bit)")
        bytes[index] ^= 1 << bit
      }
    }
  }

  @Test func everyByteValue() {
    let record = Record(
      id: "e", occurredAt: "2025-09-26", actor: .transport, data: Act.reply("R", .refused))
    var bytes =
      Event(record: record, position: 10, version: 1, recordedAt: "2025-09-27").canonicalBytes
    for index in bytes.indices {
      let original = bytes[index]
      for value in UInt8.min...UInt8.max {
        bytes[index] = value
        check(bytes, "byte \(index) as \(value)")
      }
      bytes[index] = original
    }
  }

  @Test(arguments: EventType.allCases)
  func everyTruncation(type: EventType) {
    let bytes = leaf(type, seed: 12)
    let accepted = bytes.indices.first { (try? Event(leaf: bytes, in: 0..<$0)) != nil }
    #expect(accepted == nil, "seed 12")
    for length in bytes.indices { check(Array(bytes[..<length]), "seed 12, \(length) bytes") }
  }

  @Test(arguments: EventType.allCases)
  func everyInsertedByte(type: EventType) {
    let bytes = leaf(type, seed: 13)
    for index in 0...bytes.count {
      for byte in " ,\"{\\".utf8 {
        var damaged = bytes
        damaged.insert(byte, at: index)
        check(damaged, "seed 13, \(byte) before byte \(index)")
      }
    }
  }

  @Test(arguments: EventType.allCases)
  func everyDeletedByte(type: EventType) {
    let bytes = leaf(type, seed: 14)
    for index in bytes.indices {
      var damaged = bytes
      damaged.remove(at: index)
      check(damaged, "seed 14, without byte \(index)")
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func manyDamages(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var random = RandomEvents(seed: seed)
    for round in 0..<100 {
      var bytes = random.event(random.choice()).canonicalBytes
      for _ in 0..<Int.random(in: 2...6, using: &generator) {
        let start = Int.random(in: 0..<bytes.count, using: &generator)
        let end = min(bytes.count, start + Int.random(in: 0...20, using: &generator))
        let from = Int.random(in: 0..<bytes.count, using: &generator)
        let copied = Array(bytes[from..<min(bytes.count, from + end - start)])
        bytes.replaceSubrange(start..<end, with: copied)
      }
      check(bytes, "seed \(seed), round \(round)")
    }
  }
}
