/// Items that are put away in blocks, in the order in which they came.
struct BlockRun {
  private static let blockSize = 1 << 14

  let space: any SpillSpace
  /// The places of the full blocks.
  private(set) var places: [Int] = []
  /// The block that is not full yet.
  private(set) var open = CompactWriter()

  init(space: any SpillSpace) { self.space = space }

  /// Adds an item.
  ///
  /// - Throws: `inputOutput` when there is no room.
  mutating func add(_ write: (inout CompactWriter) -> Void) throws(LedgerError) {
    write(&open)
    guard open.bytes.count >= Self.blockSize else { return }
    places.append(try space.append(open.bytes))
    open = CompactWriter()
  }

  /// Reads every item.
  ///
  /// - Parameter read: reads one; `false` when it cannot be read.
  /// - Throws: `inputOutput` when the space does not give back what it was given.
  func forEach(_ read: (inout CompactReader) -> Bool) throws(LedgerError) {
    for number in 0...places.count {
      let block = number == places.count ? open.bytes : space.block(at: places[number])
      guard let block else { throw Self.unreadable }
      var reader = CompactReader(block)
      while !reader.isAtEnd {
        guard read(&reader) else { throw Self.unreadable }
      }
    }
  }

  private static var unreadable: LedgerError {
    LedgerError(.inputOutput, "what the replay put away cannot be read again")
  }

  func save(to writer: inout StateWriter) throws {
    try writer.item { $0.number(Int64(places.count)) }
    for place in places {
      guard let block = space.block(at: place) else { throw Self.unreadable }
      try writer.block(block)
    }
    try writer.item { $0.text(open.bytes) }
  }

  /// Puts saved items into this run, which must be empty.
  ///
  /// - Parameter check: reads one item; `false` when it is not one.
  mutating func restore(
    from reader: inout StateReader, _ check: (inout CompactReader) -> Bool
  ) throws(LedgerError) {
    for _ in 0..<(try reader.item { $0.number(below: .max) }) {
      let block = try reader.block()
      try Self.check(block, reader.limits, check)
      places.append(try space.append(block))
    }
    let rest = try reader.item { $0.text() }
    try Self.check(rest, reader.limits, check)
    open = CompactWriter(bytes: rest)
  }

  private static func check(
    _ block: [UInt8], _ limits: CompactReader.Limits, _ check: (inout CompactReader) -> Bool
  ) throws(LedgerError) {
    var reader = CompactReader(block, limits: limits)
    while !reader.isAtEnd {
      guard check(&reader) else { throw StateReader.damaged("an item cannot be read") }
    }
  }
}
