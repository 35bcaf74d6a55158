import Synchronization

/// Keeps what a replay puts away in memory.
public final class MemorySpill: SpillSpace {
  private let blocks = Mutex<[[UInt8]]>([])

  /// Nothing put away yet.
  public init() {}

  /// Keeps a block and gives its place.
  public func append(_ block: [UInt8]) -> Int {
    blocks.withLock { blocks in
      blocks.append(block)
      return blocks.count - 1
    }
  }

  /// The block at a place that `append` gave.
  public func block(at place: Int) -> [UInt8]? {
    blocks.withLock { $0.indices.contains(place) ? $0[place] : nil }
  }
}
