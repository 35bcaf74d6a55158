import TestSupport
import Testing

@testable import LedgerSQLite

@Suite struct TypeIndexTests {
  /// An index that has been opened anew, or not, answers as a scan of the types does.
  @Test(arguments: IndexGeometry.ofLogs.indices, [1, 2, 3] as [UInt64])
  func aSearchFindsWhatAScanFinds(geometry: Int, seed: UInt64) throws {
    let geometry = IndexGeometry.ofLogs[geometry]
    let storage = MemoryStorage()
    var generator = SplitMix64(seed: seed)
    var index = TypeIndex(kind: 3, ofLogOf: 0, geometry: geometry)
    var types: [UInt8] = []
    while types.count < 40 * geometry.width {
      // Long stretches have one type alone, so that wide sets lack the others.
      let type = ([0, 1, 64, 200, 255] as [UInt8]).randomElement(using: &generator) ?? 0
      for _ in 0...(generator.next() % UInt64(6 * geometry.width)) {
        let isRare = generator.next() % 97 == 0
        types.append(isRare ? 7 : type)
        try index.append(types.last ?? 0, to: storage)
      }
      if generator.next() % 2 == 0 {
        index = TypeIndex(kind: 3, ofLogOf: Int64(types.count), geometry: geometry)
        for type in types[Int(index.size)...] { try index.append(type, to: storage) }
      }
      for type in [0, 1, 7, 8, 64, 200, 255] as [UInt8] {
        try check(index, type, types, geometry.stretchWidth, storage)
      }
    }
  }

  private func check(
    _ index: TypeIndex, _ type: UInt8, _ types: [UInt8], _ width: Int, _ storage: MemoryStorage
  ) throws {
    let stretches = stride(from: 0, to: types.count, by: width).map { types[$0...].prefix(width) }
    let expected = stretches.indices.filter { stretches[$0].contains(type) }.map(Int64.init)
    for isBackward in [false, true] {
      var search = TypeIndex.Search(for: type, backward: isBackward)
      var found: [Int64] = []
      var next = isBackward ? Int64(stretches.count) - 1 : 0
      while let stretch = try index.stretch(from: next, &search, in: storage) {
        found.append(stretch)
        next = stretch + (isBackward ? -1 : 1)
      }
      #expect(found == (isBackward ? expected.reversed() : expected))
      let middle = Int64(stretches.count / 2)
      let nearest =
        isBackward ? expected.last { $0 <= middle } : expected.first { $0 >= middle }
      #expect(try index.stretch(from: middle, &search, in: storage) == nearest)
    }
    var search = TypeIndex.Search(for: type, backward: false)
    for outside in [-1, Int64(stretches.count), .max, .min] {
      #expect(try index.stretch(from: outside, &search, in: storage) == nil)
    }
  }

  /// A type that is nowhere is not found by a few rows, however long the log.
  @Test func aRareTypeIsFoundByFewRows() throws {
    let geometry = IndexGeometry(width: 4, fanOut: 2, levels: 3)
    let storage = CountingStorage()
    var index = TypeIndex(kind: 3, ofLogOf: 0, geometry: geometry)
    for position in 0..<4096 { try index.append(position == 1234 ? 9 : 1, to: storage) }
    for (type, stretch) in [(9, 617), (10, nil)] as [(UInt8, Int64?)] {
      for isBackward in [false, true] {
        storage.reads = 0
        var search = TypeIndex.Search(for: type, backward: isBackward)
        let start: Int64 = isBackward ? 2047 : 0
        #expect(try index.stretch(from: start, &search, in: storage) == stretch)
        #expect(storage.reads <= 20)
      }
    }
  }

  @Test func forgottenTypesAreNotFound() throws {
    let storage = MemoryStorage()
    var index = TypeIndex(kind: 3, ofLogOf: 0, geometry: .tiny)
    for type in [1, 1, 1, 1, 1, 2, 3] as [UInt8] { try index.append(type, to: storage) }
    #expect(index.truncate(to: 3) == false)
    #expect(index.truncate(to: 8) == false)
    #expect(index.truncate(to: 5) == true)
    var search = TypeIndex.Search(for: 2, backward: false)
    #expect(try index.stretch(from: 0, &search, in: storage) == nil)
    try index.append(2, to: storage)
    #expect(try index.stretch(from: 0, &search, in: storage) == 2)
  }

  @Test func aMissingRowOrOneOfAnotherLengthIsNamed() throws {
    let storage = MemoryStorage()
    var index = TypeIndex(kind: 3, ofLogOf: 0, geometry: .tiny)
    for _ in 0..<4 { try index.append(1, to: storage) }
    let key = RowKey(kind: 3, run: Run(level: 0, number: 0), part: .chunk(0))
    storage.rows[key]?.removeLast()
    var search = TypeIndex.Search(for: 1, backward: false)
    #expect(throws: IndexDamage(key, .length(63))) {
      try index.stretch(from: 0, &search, in: storage)
    }
    storage.rows[key] = nil
    #expect(throws: IndexDamage(key, .missing)) {
      try index.stretch(from: 0, &search, in: storage)
    }
  }

  @Test func aFailedAppendLeavesTheIndexAsItWas() throws {
    for failure in 0..<2 {
      let storage = MemoryStorage()
      var index = TypeIndex(kind: 3, ofLogOf: 0, geometry: .tiny)
      for _ in 0..<7 { try index.append(1, to: storage) }
      storage.changesUntilFailure = failure
      #expect(throws: MemoryStorage.Failure.self) { try index.append(2, to: storage) }
      #expect(index.size == 7 && index.recent == [1, 1, 1])
    }
  }

  /// A change of these bytes is a change of the stored format.
  @Test func aRowIsStoredAsSetsOf256Bits() throws {
    let storage = MemoryStorage()
    var index = TypeIndex(kind: 3, ofLogOf: 0, geometry: .tiny)
    for type in [0, 9, 255, 64] as [UInt8] { try index.append(type, to: storage) }
    var bytes = [UInt8](repeating: 0, count: 64)
    (bytes[0], bytes[1], bytes[32 + 8], bytes[63]) = (1, 2, 1, 128)
    #expect(Array(storage.rows.values) == [bytes])
  }
}

/// Rows in a dictionary, and how many were read.
private final class CountingStorage: IndexStorage {
  private let rows = MemoryStorage()
  var reads = 0

  func read<Result>(
    _ key: RowKey, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    reads += 1
    return try rows.read(key, body)
  }

  func write(_ key: RowKey, _ bytes: [UInt8]) throws { try rows.write(key, bytes) }
  func remove(_ key: RowKey) throws { try rows.remove(key) }
}
