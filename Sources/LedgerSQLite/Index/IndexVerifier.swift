/// Builds an index again from all hashes of a log and compares every row with what is stored.
///
/// It reads the storage and never writes to it. Rows beyond those of the log it does not see:
/// compare how many there are with ``IndexGeometry/rowCount(ofLogOf:)``.
package struct IndexVerifier<Stored: IndexStorage> {
  private var index: PositionIndex
  private let storage: ComparingStorage<Stored>

  /// A verifier of an index of this kind and geometry. See ``PositionIndex``.
  package init(
    kind: UInt8, in stored: Stored, geometry: IndexGeometry = .standard
  ) throws {
    index = try PositionIndex(kind: kind, ofLogOf: 0, geometry: geometry)
    storage = ComparingStorage(with: stored, geometry: geometry)
  }

  /// Takes the hash of the next position, from position 0 on.
  ///
  /// - Throws: what the storage throws when rows are read, and ``IndexSizeOutOfRange``.
  package mutating func append(_ hash: UInt64) throws {
    try index.append(hash, to: storage)
  }

  /// Compares the rest, once every hash has been taken.
  ///
  /// - Returns: the first row, in the order of keys, that is missing or differs, or `nil` when the
  ///   storage has every row that it must have.
  package func finish() throws -> IndexDamage? {
    try storage.compareKeptRows()
    return storage.firstDifference
  }
}
