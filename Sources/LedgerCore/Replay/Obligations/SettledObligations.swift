/// Where a replay puts away what it need not keep in memory: memory for short logs, a file for long
/// ones.
public protocol SpillSpace: AnyObject, Sendable {
  /// Keeps a block and gives its place.
  ///
  /// - Throws: `inputOutput` when there is no room.
  func append(_ block: [UInt8]) throws(LedgerError) -> Int

  /// The block at a place that `append` gave; `nil` when it cannot be read any more.
  func block(at place: Int) -> [UInt8]?
}

/// The obligations that were put away, in runs that ascend by number: one run of those that left
/// the window discharged, and runs of those that were discharged after they had left it.
struct SettledObligations {
  let space: any SpillSpace
  private let blockSize: Int
  private(set) var runs: [BlockRun]
  /// How many there are.
  private(set) var count = 0

  init(space: any SpillSpace, blockSize: Int) {
    self.space = space
    self.blockSize = blockSize
    runs = [BlockRun(space: space, blockSize: blockSize)]
  }

  /// Adds one that leaves the window.
  mutating func add(_ obligation: Obligation) throws(LedgerError) {
    try add(obligation, toRun: 0)
  }

  /// Adds a run of those that were discharged later.
  mutating func addRun(_ obligations: [Obligation]) throws(LedgerError) {
    runs.append(BlockRun(space: space, blockSize: blockSize))
    for obligation in obligations { try add(obligation, toRun: runs.count - 1) }
    try runs[runs.count - 1].flush()
  }

  private mutating func add(_ obligation: Obligation, toRun run: Int) throws(LedgerError) {
    count += 1
    try runs[run].add { $0.obligation(obligation) }
  }

  // MARK: Saving

  func save(to writer: inout StateWriter) throws {
    try writer.item { $0.number(Int64(count)) }
    try writer.item { $0.number(Int64(runs.count)) }
    for run in runs { try run.save(to: &writer) }
  }

  /// Puts what was saved in the place of all that is here.
  mutating func restore(from reader: inout StateReader) throws(LedgerError) {
    count = Int(try reader.item { $0.number(below: $0.limits.obligations + 1) })
    let runCount = try reader.item { $0.number(below: .max) }
    var found = 0
    runs = []
    for _ in 0..<runCount {
      var run = BlockRun(space: space, blockSize: blockSize)
      try run.restore(from: &reader) { reader in
        found += 1
        return reader.obligation() != nil
      }
      runs.append(run)
    }
    guard found == count, !runs.isEmpty else {
      throw StateReader.damaged("settled ones are missing")
    }
  }
}

/// Reads a run of settled obligations from its beginning.
struct SettledRunReader {
  private var items: BlockRunReader
  private(set) var next: Obligation?

  init(_ run: BlockRun) {
    items = BlockRunReader(run)
    advance()
  }

  /// Moves on to the next obligation; at the end, or when the space fails, `next` is `nil`.
  mutating func advance() { next = items.item { $0.obligation() } }
}
