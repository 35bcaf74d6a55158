/// What history to generate.
public struct WorkloadSettings: Hashable, Sendable {
  /// How many records, exactly.
  public var events: Int
  /// Which history of that size: the same seed gives the same bytes.
  public var seed: UInt64
  /// Whether the history comes from another system.
  ///
  /// An import states `sourceRecordedAt` and holds a few acts that violate the law. Otherwise every
  /// record is one that `record` accepts live, in this order.
  public var asImport: Bool

  /// Asks for a history. A negative number of events counts as none.
  public init(events: Int, seed: UInt64, asImport: Bool = false) {
    self.events = events
    self.seed = seed
    self.asImport = asImport
  }
}
