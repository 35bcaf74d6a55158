/// Items that are put away in blocks, in the order in which they came.
struct BlockRun {
  private let space: any SpillSpace
  private let blockSize: Int
  /// The places of the full blocks.
  private(set) var places: [Int] = []
  /// The block that is not full yet.
  private var open = CompactWriter()
  /// How many bytes were put away.
  private var size = 0

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

  /// Adds items that are written already, and stay in one block.
  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(LedgerError) {
    open.append(bytes)
    if open.bytes.count >= blockSize { try flush() }
  }

  /// Whether there are no items.
  var isEmpty: Bool { places.isEmpty && open.bytes.isEmpty }

  /// All bytes, with zeros after them.
  ///
  /// - Throws: `inputOutput` when what was put away cannot be read again.
  func bytes(padding: Int) throws(LedgerError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(places.count * (blockSize + 1024) + open.bytes.count + padding)
    for number in 0...places.count {
      guard let block = block(number) else { throw Self.unreadable }
      bytes += block
    }
    guard bytes.count == size + open.bytes.count else { throw Self.unreadable }
    bytes += repeatElement(0, count: padding)
    return bytes
  }

  /// Puts away the block that is not full.
  mutating func flush() throws(LedgerError) {
    guard !open.bytes.isEmpty else { return }
    places.append(try space.append(open.bytes))
    size += open.bytes.count
    open.removeAll()
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

  /// Puts saved items into this run, which must be empty. What they are is checked when they are
  /// used.
  mutating func restore(from reader: inout StateReader) throws(LedgerError) {
    for _ in 0..<(try reader.item { $0.number(below: .max) }) {
      let block = try reader.block()
      places.append(try space.append(block))
      size += block.count
    }
    open = CompactWriter(bytes: try reader.item { $0.text() })
  }

  static var unreadable: LedgerError {
    LedgerError(.inputOutput, "what the replay put away cannot be read again")
  }
}

/// Reads a run's items from the first.
struct BlockRunReader {
  private let run: BlockRun
  private var nextBlock = 0
  /// Where the items of the block stand that is being read.
  private(set) var reader = CompactReader([])

  init(_ run: BlockRun) { self.run = run }

  /// The next item, as `read` reads it; `nil` at the end, or when it cannot be read.
  mutating func item<Item>(_ read: (inout CompactReader) -> Item?) -> Item? {
    while reader.isAtEnd {
      guard nextBlock <= run.places.count, let block = run.block(nextBlock) else { return nil }
      nextBlock += 1
      reader = CompactReader(block)
    }
    return read(&reader)
  }
}
