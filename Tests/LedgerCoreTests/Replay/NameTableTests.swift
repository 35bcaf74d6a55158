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
    let names = (0..<names).map { number in
      let prefix = number % 5 == 0 ? "a-name-that-is-too-long-to-stand-in-place-" : "C-"
      return Name(of: "\(prefix)\(number)")
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
    let names = (0..<100).map { Name(of: "C-\($0)") }
    for (value, name) in names.enumerated() { table[name] = value }
    let copy = table
    for name in names { table[name] = nil }
    #expect(copy.count == 100 && table.count == 0)
    #expect(names.map { copy[$0] } == Array(0..<100))
  }

  // MARK: Names

  @Test func namesAreThoseOfTheirBytes() {
    var generator = SplitMix64(seed: 31)
    for count in 1...256 {
      let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      let name = bytes.withUnsafeBufferPointer { Name($0) }
      #expect(name != .none)
      let padded = bytes + (0..<64).map { _ in UInt8.random(in: 1...255, using: &generator) }
      let same = padded.withUnsafeBufferPointer { start in
        start.baseAddress.map { Name(padded: $0, count: count) }
      }
      #expect(same == name)
    }
  }

  /// Equal names have equal bytes, and the other way round, at the lengths where a name changes its
  /// form.
  @Test func namesDifferAsBytesDo() {
    let all = [1, 2, 7, 8, 9, 30, 31, 32, 33, 64].flatMap { count in
      [Array(repeating: UInt8(0), count: count)]
        + (0..<count).map { place in
          var bytes = Array(repeating: UInt8(0x61), count: count)
          bytes[place] = 0x62
          return bytes
        }
    }
    let names = all.map { bytes in bytes.withUnsafeBufferPointer { Name($0) } }
    for (index, name) in names.enumerated() {
      #expect(names.firstIndex(of: name) == index)
      #expect(names.lastIndex(of: name) == index)
    }
  }
}

extension Name {
  init(of text: String) {
    self = Array(text.utf8).withUnsafeBufferPointer { Name($0) }
  }
}
