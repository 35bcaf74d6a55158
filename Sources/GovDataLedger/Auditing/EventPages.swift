import LedgerSQLite

/// The pages of a log as it was when it had `size` events, in order, from `first` on.
///
/// Reading a page (decompressing, hashing, reading strictly) is most of the work and independent of
/// the other pages: several are read ahead at a time while the consumer folds.
struct EventPages {
  /// Leaves a page: few enough to stay in a core's cache.
  private static let pageSize: Int64 = 1024

  let store: SQLiteEventStore
  let first: Int64
  let size: Int64
  /// A size at which a page must end, so that the consumer can look at the log as it was then.
  var stop: Int64?
  let cores: Int

  /// Calls `body` with what `make` makes of every page, in order, on the caller's task.
  func forEach<Made: Sendable>(
    _ make: @escaping @Sendable (EventPage) -> Made, _ body: (Made) throws -> Void
  ) async throws {
    guard cores > 1 else {
      for first in starts { try await pages(from: first, make).forEach(body) }
      return
    }
    try await withThrowingTaskGroup(of: (Int64, [Made]).self) { group in
      var waiting: [Int64: [Made]] = [:]
      var ahead = starts.makeIterator()
      func readAhead() {
        if let first = ahead.next() {
          group.addTask { (first, try await pages(from: first, make)) }
        }
      }
      // One more than there are cores, so that none waits for the consumer.
      for _ in 0...cores { readAhead() }
      for first in starts {
        while waiting[first] == nil, let (start, pages) = try await group.next() {
          waiting[start] = pages
        }
        guard let pages = waiting.removeValue(forKey: first) else { return }
        readAhead()
        try pages.forEach(body)
      }
    }
  }

  /// Where the pages begin: at `first`, at multiples of their size, and where one must end.
  private var starts: [Int64] {
    guard first < size else { return [] }
    let aligned = (first / Self.pageSize + 1) * Self.pageSize
    let starts = [first] + stride(from: aligned, to: size, by: Int(Self.pageSize))
    guard let stop, first < stop, stop < size, !stop.isMultiple(of: Self.pageSize) else {
      return starts
    }
    return (starts + [stop]).sorted()
  }

  /// The pages of one stride: more than one where the events are long.
  private func pages<Made: Sendable>(
    from first: Int64, _ make: @Sendable (EventPage) -> Made
  ) async throws -> [Made] {
    var end = min((first / Self.pageSize + 1) * Self.pageSize, size)
    if let stop, first < stop { end = min(end, stop) }
    return try await store.uncheckedPages(in: first..<end).map { make(EventPage($0)) }
  }
}
