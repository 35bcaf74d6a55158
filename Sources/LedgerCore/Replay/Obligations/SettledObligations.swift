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
  /// One run: the places of its full blocks, and the block that is not full yet.
  struct Run {
    var places: [Int] = []
    var open = CompactWriter()
  }

  let space: any SpillSpace
  private let blockSize: Int
  var runs = [Run()]
  /// How many there are.
  var count = 0

  init(space: any SpillSpace, blockSize: Int) {
    self.space = space
    self.blockSize = blockSize
  }

  /// Adds one that leaves the window.
  mutating func add(_ obligation: Obligation) throws(LedgerError) {
    try add(obligation, toRun: 0)
  }

  /// Adds a run of those that were discharged later.
  mutating func addRun(_ obligations: [Obligation]) throws(LedgerError) {
    runs.append(Run())
    for obligation in obligations { try add(obligation, toRun: runs.count - 1) }
    try flush(runs.count - 1)
  }

  private mutating func add(_ obligation: Obligation, toRun run: Int) throws(LedgerError) {
    runs[run].open.obligation(obligation)
    count += 1
    if runs[run].open.bytes.count >= blockSize { try flush(run) }
  }

  private mutating func flush(_ run: Int) throws(LedgerError) {
    guard !runs[run].open.bytes.isEmpty else { return }
    runs[run].places.append(try space.append(runs[run].open.bytes))
    runs[run].open = CompactWriter()
  }
}

/// Reads a run from its beginning.
struct SettledRunReader {
  private let space: any SpillSpace
  private let run: SettledObligations.Run
  private var nextBlock = 0
  private var reader = CompactReader([])
  private(set) var next: Obligation?

  init(_ run: SettledObligations.Run, in space: any SpillSpace) {
    self.run = run
    self.space = space
    advance()
  }

  /// Moves on to the next obligation; at the end, or when the space fails, `next` is `nil`.
  mutating func advance() {
    while reader.isAtEnd {
      guard nextBlock <= run.places.count else { return next = nil }
      let isOpen = nextBlock == run.places.count
      let block = isOpen ? run.open.bytes : space.block(at: run.places[nextBlock])
      nextBlock += 1
      guard let block else { return next = nil }
      reader = CompactReader(block)
    }
    next = reader.obligation()
  }
}
