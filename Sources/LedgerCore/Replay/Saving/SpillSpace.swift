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
