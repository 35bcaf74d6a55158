/// A log is said to have a size that no index can have: see ``IndexGeometry/maximumSize``.
package struct IndexSizeOutOfRange: Error, Hashable, Sendable {
  /// The size.
  package let size: Int64
}
