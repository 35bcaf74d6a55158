import Testing

@testable import LedgerSQLite

@Suite struct RowKeyTests {
  private static let ascending: [RowKey] = {
    var keys: [RowKey] = []
    for kind in [0, 1, 15] as [UInt8] {
      for level in [0, 1, 2, 15] {
        for number in [0, 1, 2, 1 << 38, RowKey.maximumRunNumber] {
          let run = Run(level: level, number: number)
          for chunk in [0, 1, 255, RowKey.Part.maximumChunk] {
            keys.append(RowKey(kind: kind, run: run, part: .chunk(chunk)))
          }
          keys.append(RowKey(kind: kind, run: run, part: .filter))
        }
      }
    }
    return keys
  }()

  @Test func keysOrderByIndexLevelRunAndPart() {
    #expect(zip(Self.ascending, Self.ascending.dropFirst()).allSatisfy { $0 < $1 })
    #expect(Self.ascending.allSatisfy { $0.rawValue >= 0 })
  }

  @Test func aKeyIsItsNumber() {
    for key in Self.ascending {
      #expect(RowKey(rawValue: key.rawValue) == key)
      #expect(RowKey(kind: key.kind, run: key.run, part: key.part) == key)
    }
    #expect(RowKey(rawValue: -1) == nil)
    #expect(RowKey(rawValue: .max)?.part == .filter)
  }

  @Test(
    arguments: [
      (0, "index 0, level 0, run 0, chunk 0"),
      (0x0880_0000_0005_0011, "index 1, level 1, run 5, chunk 17"),
      (0x0900_0000_0003_ffff, "index 1, level 2, run 3, filter"),
    ] as [(Int64, String)])
  func aKeyTellsWhatItNames(rawValue: Int64, description: String) {
    #expect(RowKey(rawValue: rawValue)?.description == description)
  }

  @Test func damageIsToldWithItsRow() {
    let key = RowKey(kind: 0, run: Run(level: 1, number: 2), part: .chunk(3))
    #expect(IndexDamage(key, .missing).description == "index 0, level 1, run 2, chunk 3: missing")
    #expect(
      IndexDamage(key, .length(7)).description == "index 0, level 1, run 2, chunk 3: length(7)")
  }
}
