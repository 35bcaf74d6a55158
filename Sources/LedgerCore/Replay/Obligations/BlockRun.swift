/// Items that are put away in blocks, in the order in which they came.
struct BlockRun {
  private let space: any SpillSpace
  private let blockSize: Int
  /// The places of the full blocks.
  private(set) var places: [Int] = []
  /// The block that is not full yet.
  private var open = CompactWriter()

  /// - Parameter blockSize: how many bytes are put away at a time.
  init(space: any SpillSpace, blockSize: Int) {
    self.space = space
    self.blockSize = blockSize
  }

  /// Adds an item.
  ///
  /// - Throws: `inputOutput` when there is no room.
  mutating func add(_ write: (inout CompactWriter) -> Void) throws(LedgerError) {
    write(&open)
    if open.bytes.count >= blockSize { try flush() }
  }

  /// Puts away the block that is not full.
  mutating func flush() throws(LedgerError) {
    guard !open.bytes.isEmpty else { return }
    places.append(try space.append(open.bytes))
    open = CompactWriter()
  }

  /// The bytes of a block, the last being the one that is not full; `nil` when the space does not
  /// give back what it was given, or there are no more.
  fileprivate func block(_ number: Int) -> [UInt8]? {
    if number == places.count { return open.bytes }
    return number < places.count ? space.block(at: places[number]) : nil
  }

  // MARK: Saving

  func save(to writer: inout StateWriter) throws {
    try writer.item { $0.number(Int64(places.count)) }
    for number in places.indices {
      guard let block = block(number) else { throw Self.unreadable }
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
      guard check(&reader) else { throw StateReader.damaged("a block is not whole") }
    }
  }

  fileprivate static var unreadable: LedgerError {
    LedgerError(.inputOutput, "what the replay put away cannot be read again")
  }
}

/// Reads a run's items from the first.
struct BlockRunReader {
  private let run: BlockRun
  private var nextBlock = 0
  private var reader = CompactReader([])
  /// Whether an item could not be read.
  private var hasFailed = false

  init(_ run: BlockRun) { self.run = run }

  /// The next item, as `read` reads it; `nil` at the end, or when it cannot be read.
  mutating func item<Item>(_ read: (inout CompactReader) -> Item?) -> Item? {
    while reader.isAtEnd {
      guard nextBlock <= run.places.count else { return nil }
      guard let block = run.block(nextBlock) else {
        hasFailed = true
        return nil
      }
      nextBlock += 1
      reader = CompactReader(block)
    }
    let item = read(&reader)
    hasFailed = item == nil
    return item
  }

  /// - Throws: `inputOutput` when the last item that was asked for could not be read.
  func check() throws(LedgerError) {
    if hasFailed { throw BlockRun.unreadable }
  }
}
