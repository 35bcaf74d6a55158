import Testing
import TestSupport

@testable import LedgerCore

/// The table of a replay is a dictionary by bytes.
@Suite struct NameTableTests {
  /// How many names there are: few enough that nearly every slot has been used and emptied, or so
  /// many that the table grows again and again.
  @Test(arguments: [1, 20, 42, 43, 90, 400, 3000], 0..<4 as Range<UInt64>)
  func likeADictionary(names: Int, seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var long = LongNames()
    let names = (0..<names).map { number in
      let prefix = number % 5 == 0 ? "a-name-that-is-too-long-to-stand-in-place-" : "C-"
      return long.name(of: "\(prefix)\(number)")
    }
    var table = NameTable<Int>()
    var model: [Int: Int] = [:]
    for round in 0..<10_000 {
      let index = Int.random(in: names.indices, using: &generator)
      switch Int.random(in: 0..<5, using: &generator) {
      case 0, 1:
        table[names[index]] = round
        model[index] = round
      case 2:
        table.update(names[index]) { $0 += 1 }
        if let value = model[index] { model[index] = value + 1 }
      case 3:
        table[names[index]] = nil
        model[index] = nil
      default: break
      }
      try #require(table[names[index]] == model[index], "seed \(seed), round \(round)")
      try #require(table.count == model.count, "seed \(seed), round \(round)")
      if round.isMultiple(of: 997) { try compare(table, model, names) }
    }
    try compare(table, model, names)
    for index in names.indices.shuffled(using: &generator) {
      table[names[index]] = nil
      model[index] = nil
      try #require(table.count == model.count)
    }
    try compare(table, model, names)
  }

  private func compare(_ table: NameTable<Int>, _ model: [Int: Int], _ names: [Name]) throws {
    for index in names.indices { try #require(table[names[index]] == model[index]) }
    var values: [Int] = []
    table.forEach { name, value in
      values.append(value)
      #expect(table[name] == value)
    }
    #expect(values.sorted() == model.values.sorted())
  }

  /// A copy does not see what happens to the table.
  @Test func isAValue() {
    var table = NameTable<Int>()
    var long = LongNames()
    let names = (0..<100).map { long.name(of: "C-\($0)") }
    for (value, name) in names.enumerated() { table[name] = value }
    let copy = table
    for name in names { table[name] = nil }
    #expect(copy.count == 100 && table.count == 0)
    #expect(names.map { copy[$0] } == Array(0..<100))
  }

  // MARK: Names

  @Test func namesGiveTheirBytesBack() {
    var generator = SplitMix64(seed: 31)
    var long = LongNames()
    var all: [[UInt8]] = []
    for count in 1...256 {
      for _ in 0..<4 {
        all.append((0..<count).map { _ in .random(in: .min ... .max, using: &generator) })
      }
      all.append(Array(repeating: 0, count: count))
      all.append(Array(repeating: 0xFF, count: count))
    }
    let names = all.map { bytes in bytes.withUnsafeBufferPointer { long.name(of: $0) } }
    for (bytes, name) in zip(all, names) {
      #expect(long.bytes(of: name) == bytes)
      #expect((name.listIndex == nil) == (bytes.count <= Name.longestInPlace))
      #expect(bytes.withUnsafeBufferPointer { long.name(of: $0) } == name)
      #expect(name != .none)
    }
  }

  /// Equal names have equal bytes, and the other way round, at the lengths where a name changes its
  /// form.
  @Test func namesDifferAsBytesDo() {
    var long = LongNames()
    let all = [1, 2, 7, 8, 9, 30, 31, 32, 33, 64].flatMap { count in
      [Array(repeating: UInt8(0), count: count)]
        + (0..<count).map { place in
          var bytes = Array(repeating: UInt8(0x61), count: count)
          bytes[place] = 0x62
          return bytes
        }
    }
    let names = all.map { bytes in bytes.withUnsafeBufferPointer { long.name(of: $0) } }
    for (index, name) in names.enumerated() {
      #expect(names.firstIndex(of: name) == index)
      #expect(names.lastIndex(of: name) == index)
    }
  }

  @Test func namesGiveTheirIdentifiersBack() {
    var generator = SplitMix64(seed: 32)
    var long = LongNames()
    for _ in 0..<1000 {
      let text = RandomText.identifier(using: &generator)
      let name = long.name(of: text)
      #expect(long.identifier(of: name) == Identifier(text))
    }
    #expect(long.bytes(of: Name(.transport)) == Array(BodyCode.transport.description.utf8))
    #expect(Name(.transport) == long.name(of: BodyCode.transport.description))
  }
}

extension LongNames {
  mutating func name(of text: String) -> Name {
    Array(text.utf8).withUnsafeBufferPointer { name(of: $0) }
  }
}
