/// A stored row that is not what the index wrote.
package struct IndexDamage: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong with the row.
  package enum Reason: Hashable, Sendable {
    /// The row is not there.
    case missing
    /// The row has this many bytes, which it cannot have.
    case length(Int)
    /// The row does not have its checksum.
    case checksum
    /// An entry lies outside the run's positions or the chunk's hashes.
    case strayEntry
    /// The entries are not in ascending order.
    case order
    /// The run of which this row is the first has fewer entries than positions.
    case entryCount
    /// The row's bytes differ from those that the log's hashes give.
    case difference
  }

  /// The row.
  package let key: RowKey

  /// What is wrong with it.
  package let reason: Reason

  init(_ key: RowKey, _ reason: Reason) {
    self.key = key
    self.reason = reason
  }

  /// The row and what is wrong with it, for a person.
  package var description: String { "\(key): \(reason)" }
}
