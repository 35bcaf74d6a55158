/// How an index lays out its runs. It is part of the stored format.
///
/// Runs of level 0 cover `width` positions each. As soon as `fanOut` of them stand side by side in
/// an aligned group they become one run of level 1, and so on up to the last level, whose runs stay
/// as they are. Which runs are stored follows from the size of the log alone.
package struct IndexGeometry: Hashable, Sendable {
  /// Runs of 4,096, of 65,536 and of 1,048,576 positions.
  package static let standard = IndexGeometry(width: 4096, fanOut: 16, levels: 3)

  /// The largest log that can be indexed, so that a damaged size asks for no great memory.
  package static let maximumSize: Int64 = 1 << 36

  /// How many positions a run of level 0 covers.
  package let width: Int

  /// How many runs become one run of the next level.
  package let fanOut: Int

  /// How many levels there are.
  package let levels: Int

  private let fanOutBitCount: Int

  /// A geometry whose numbers are known to fit: a fan-out that is a power of two above 1, largest
  /// runs of at most 2^24 positions, at most 16 levels and 65,535 chunks a run.
  package init(width: Int, fanOut: Int, levels: Int) {
    self.width = width
    self.fanOut = fanOut
    self.levels = levels
    fanOutBitCount = fanOut.trailingZeroBitCount
    precondition(width > 0 && fanOut > 1 && fanOut == 1 << fanOutBitCount)
    precondition((1...RowKey.maximumLevel + 1).contains(levels))
    precondition(chunkCount(level: levels - 1) <= RowKey.Part.maximumChunk + 1)
    precondition(runWidth(level: levels - 1) <= Entry.maximumOffset + 1)
  }

  /// How many positions of a log lie in stored runs. The rest, fewer than `width`, an index keeps
  /// in memory; after reopening they must be appended again.
  package func storedSize(ofLogOf size: Int64) -> Int64 {
    size - size % Int64(width)
  }

  /// How many rows are stored for a log.
  package func rowCount(ofLogOf size: Int64) -> Int64 {
    (0..<levels).reduce(0) { count, level in
      count + runCount(level: level, ofLogOf: size) * Int64(chunkCount(level: level) + 1)
    }
  }
}

extension IndexGeometry {
  /// How many positions share a row while no run covers them, and a set in the index of types. In the
  /// standard geometry they are a bundle of the log.
  var stretchWidth: Int { width / fanOut }

  /// How many positions a run covers.
  func runWidth(level: Int) -> Int {
    width << (level * fanOutBitCount)
  }

  /// Into how many rows a run's entries are divided, so that each has about `width` of them.
  func chunkCount(level: Int) -> Int {
    1 << (level * fanOutBitCount)
  }

  /// The chunk of a run in which entries of this prefix are.
  func chunk(of prefix: HashPrefix, level: Int) -> Int {
    prefix.leading(bitCount: level * fanOutBitCount)
  }

  /// How many look-ups in a run read as many bytes as its filter has: only who looks into it more often
  /// gains by reading that.
  func lookupsWorthFilter(level: Int) -> Int {
    chunkCount(level: level) * BlockFilter.bitsPerPrefix / (8 * Entry.byteCount)
  }

  func firstPosition(of run: Run) -> Int64 {
    run.number * Int64(runWidth(level: run.level))
  }

  /// The stored runs of a log, from the oldest.
  func runs(ofLogOf size: Int64) -> [Run] {
    (0..<levels).reversed().flatMap { level in
      let end = size / Int64(runWidth(level: level))
      return (end - runCount(level: level, ofLogOf: size)..<end).map {
        Run(level: level, number: $0)
      }
    }
  }

  /// The run into which runs are merged once this one, the last of its group, is there.
  func runCompleted(by run: Run) -> Run? {
    let fanOut = Int64(fanOut)
    guard run.level + 1 < levels, run.number % fanOut == fanOut - 1 else { return nil }
    return Run(level: run.level + 1, number: run.number / fanOut)
  }

  /// The runs that are merged into this one, from the oldest.
  func sources(of run: Run) -> [Run] {
    let first = run.number * Int64(fanOut)
    return (first..<first + Int64(fanOut)).map { Run(level: run.level - 1, number: $0) }
  }

  private func runCount(level: Int, ofLogOf size: Int64) -> Int64 {
    let written = size / Int64(runWidth(level: level))
    return level == levels - 1 ? written : written % Int64(fanOut)
  }
}
