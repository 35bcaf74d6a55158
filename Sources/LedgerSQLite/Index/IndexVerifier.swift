/// Builds the indexes again from all events of a log and compares every row with what is stored.
///
/// It reads the storage and never writes to it. Rows beyond those of the log it does not see: compare
/// how many there are with ``rowCount``.
struct IndexVerifier<Stored: IndexStorage> {
  private var index: LogIndex
  private let storage: ComparingStorage<Stored>

  /// A verifier of indexes of this geometry.
  init(in stored: Stored, geometry: IndexGeometry = .standard) throws {
    index = try LogIndex(ofLogOf: 0, geometry: geometry)
    storage = ComparingStorage(with: stored)
  }

  /// Takes the next event, from position 0 on.
  ///
  /// - Throws: what the storage throws when rows are read, and ``IndexSizeOutOfRange``.
  mutating func append(_ event: IndexedEvent) throws {
    try index.add(event, to: storage)
  }

  /// Compares the rest, once every event has been taken.
  ///
  /// - Returns: of each index the first row, in the order of keys, that is missing or differs; none
  ///   when the storage has every row that it must have.
  func finish() throws -> [IndexDamage] {
    try index.storeRecent(since: 0, to: storage)
    try storage.compareKeptRows()
    return storage.differences.values.sorted { $0.key < $1.key }
  }

  /// How many rows there must be, once all is compared.
  var rowCount: Int { storage.rowCount }
}
