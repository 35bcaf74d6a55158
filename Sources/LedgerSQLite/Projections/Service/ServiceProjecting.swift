import GRDB
import LedgerCore

/// What a step of catching up has come to.
package struct CatchingUp: Sendable {
  /// Whether there is nothing more to do now.
  package var isDone: Bool
  /// The tables that were built again and were not equal.
  package var differing: [String] = []
}

/// The projections of services in one write transaction: those that follow each commit change with
/// it, and for the others is noted what they have to catch up with.
struct ServiceProjecting {
  typealias Entry = ServiceRegistry.Entry

  private let db: Database
  private let registry: ServiceRegistry
  private let known: [ServiceProjection]
  private var entries: [Entry]
  /// The obligations whose rows have changed in this transaction.
  private var touched: Set<String> = []

  init(_ db: Database, knowing known: [ServiceProjection]) throws {
    self.db = db
    self.known = known
    registry = ServiceRegistry(db: db)
    entries = try registry.entries()
  }

  /// Takes note of changes of the ledger's own rows.
  mutating func note(_ changes: RowChanges) {
    guard !entries.isEmpty else { return }
    changes.text.withUnsafeBytes { text in
      for change in changes.all where change.shape.table == "obligations" {
        // An obligation's name comes first in a new row, and last where a row is found by it.
        let values = changes.values(of: change)
        let name =
          if case .insert = change.shape.action { values.first } else { values.last }
        if let name, case .text(let name) = name.columnValue(in: text) { touched.insert(name) }
      }
    }
  }

  // MARK: The commit

  /// Brings the projections to the end of the transaction.
  ///
  /// - Parameters:
  ///   - positions: those of the events that the transaction appended.
  ///   - isWhole: whether the ledger's own projections hold all events.
  ///   - isAnew: whether the obligations were made anew.
  ///   - leaf: gives what stands at a position.
  mutating func finish(
    _ positions: Range<Int64>, isWhole: Bool, isAnew: Bool,
    leaf: (Int64) throws -> StoredLeaf
  ) throws {
    guard !entries.isEmpty, !positions.isEmpty else { return }
    if isAnew {
      try registry.noteAll()
      entries = try registry.entries()
    }
    for entry in entries where entry.isLive && isWhole {
      guard let projection = known(entry), projection.timing == .inline, entry.failure == nil,
        entry.position == positions.lowerBound, isAnew || entry.obligationsAfter == nil
      else { continue }
      let rows = ServiceRows(of: projection, in: db)
      let changed = try changing(entry) { entry in
        try fold(positions, projection, rows, leaf)
        if isAnew {
          try rows.applyAllObligations()
          entry.obligationsAfter = nil
        } else {
          for obligation in touched.sorted() { try rows.apply(obligation: obligation) }
        }
        entry.position = positions.upperBound
      }
      try store(changed)
    }
    guard entries.contains(where: { $0.position < positions.upperBound }) else { return }
    if !isAnew { try registry.note(touched, at: positions.upperBound - 1) }
  }

  private func known(_ entry: Entry) -> ServiceProjection? {
    known.first { $0.name == entry.name && $0.version == entry.version }
  }

  private func fold(
    _ positions: Range<Int64>, _ projection: ServiceProjection, _ rows: ServiceRows,
    _ leaf: (Int64) throws -> StoredLeaf
  ) throws {
    for position in positions {
      let leaf = try leaf(position)
      let event = try leaf.viewedEvent()
      if projection.takes(event.type) { try rows.apply(leaf.event()) }
    }
  }

  /// Changes an entry and its rows, or, where the projection got something wrong, gives it up as it
  /// was before.
  ///
  /// - Returns: the entry as it is now, which is not stored yet.
  private func changing(
    _ entry: Entry, _ body: (inout Entry) throws -> Void
  ) throws -> Entry {
    var changed = entry
    do {
      try db.inSavepoint {
        try body(&changed)
        return .commit
      }
    } catch let fault as ProjectionFault {
      changed = entry
      changed.failure = fault.message
    }
    return changed
  }

  private mutating func store(_ entry: Entry) throws {
    try registry.store(entry)
    entries.removeAll { $0.name == entry.name && $0.isLive == entry.isLive }
    entries.append(entry)
  }

  // MARK: Catching up

  /// Goes on a step with what a projection has to catch up with: with its live tables, or those of a
  /// new version beside them, which take their place when they hold all.
  ///
  /// - Parameters:
  ///   - end: how many events the ledger's own projections hold, and whether these are all.
  ///   - limit: how many events, or obligations, at most.
  ///   - leaf: gives what stands at a position.
  /// - Throws: `contradictory` when the file has other tables under the same version.
  mutating func catchUp(
    _ projection: ServiceProjection, to end: (size: Int64, isWhole: Bool), limit: Int,
    leaf: (Int64) throws -> StoredLeaf
  ) throws -> CatchingUp {
    guard let entry = try entry(toGoOnWith: projection), entry.failure == nil else {
      return CatchingUp(isDone: true)
    }
    let prefix = entry.isLive ? "" : ServiceRows.nextPrefix
    let rows = ServiceRows(of: projection, in: db, prefix: prefix)
    var isDone = false
    let changed = try changing(entry) { entry in
      let next = min(entry.position + Int64(limit), max(end.size, entry.position))
      try fold(entry.position..<next, projection, rows, leaf)
      for obligation in try registry.touched(in: entry.position..<next) {
        try rows.apply(obligation: obligation)
      }
      entry.position = next
      guard next == end.size else { return }
      if let last = entry.obligationsAfter {
        entry.obligationsAfter = try rows.applyObligations(after: last, limit: limit)
      }
      isDone = entry.obligationsAfter == nil
    }
    try store(changed)
    guard changed.failure == nil else { return CatchingUp(isDone: true) }
    var differing: [String] = []
    if isDone, end.isWhole, !changed.isLive {
      differing = try self.differing(from: changed, projection)
      try swap(changed, rows)
    }
    try registry.forgetTouched()
    return CatchingUp(isDone: isDone, differing: differing)
  }

  /// The entry with which a projection goes on; `nil` when a newer version is in its place.
  private mutating func entry(toGoOnWith projection: ServiceProjection) throws -> Entry? {
    switch entries.way(of: projection) {
    case .leave: return nil
    case .goOn(let entry):
      try check(entry, projection)
      if entry.isLive { try removeNext(of: projection.name) }
      return entry
    case .begin:
      try removeNext(of: projection.name)
      return try begin(projection)
    }
  }

  /// Removes what an older version has built beside what is read.
  private mutating func removeNext(of name: String) throws {
    for entry in entries(of: name) where !entry.isLive { try remove(entry) }
  }

  private func check(_ entry: Entry, _ projection: ServiceProjection) throws {
    guard entry.definition == projection.definition else {
      throw LedgerError(
        .contradictory,
        "the projection “\(entry.name)” has other tables than the file has under its version "
          + "\(entry.version); give it a new version")
    }
  }

  /// Begins to build a projection beside what is read.
  mutating func begin(_ projection: ServiceProjection) throws -> Entry {
    for entry in entries where entry.name != projection.name {
      if let table = projection.tables.first(where: { entry.tables.contains($0.sqlName) }) {
        throw LedgerError(
          .contradictory,
          "the projections “\(projection.name)” and “\(entry.name)” both have a table "
            + "“\(table.name)”")
      }
    }
    let rows = ServiceRows(of: projection, in: db, prefix: ServiceRows.nextPrefix)
    try rows.drop()
    try rows.create()
    let entry = Entry(
      name: projection.name, isLive: false, version: projection.version,
      definition: projection.definition, tables: projection.tables.map(\.sqlName), position: 0,
      obligationsAfter: projection.tablesOfObligations.isEmpty ? nil : "", failure: nil)
    try store(entry)
    return entry
  }

  /// The tables whose rows are not those that were built again beside them, where they should be.
  private func differing(
    from next: Entry, _ projection: ServiceProjection
  ) throws -> [String] {
    guard
      let live = entries.first(where: {
        $0.name == next.name && $0.isLive && $0.version == next.version
      }), live.position == next.position, live.failure == nil
    else { return [] }
    let comparable = projection.tables.filter {
      $0.source == .events || live.obligationsAfter == nil
    }
    return try ProjectionTables.differing(
      among: comparable.map(\.sqlName), in: db, from: db, prefix: ServiceRows.nextPrefix)
  }

  private mutating func swap(_ next: Entry, _ rows: ServiceRows) throws {
    let old = entries.first { $0.name == next.name && $0.isLive }
    try rows.swap(replacing: old?.tables ?? [])
    try registry.remove(next)
    entries.removeAll { $0.name == next.name }
    var live = next
    live.isLive = true
    try store(live)
  }

  /// Removes an entry with its tables.
  mutating func remove(_ entry: Entry) throws {
    try ServiceRows.drop(
      entry.tables.map { (entry.isLive ? "" : ServiceRows.nextPrefix) + $0 }, in: db)
    try registry.remove(entry)
    entries.removeAll { $0.name == entry.name && $0.isLive == entry.isLive }
  }

  /// Removes all of a name.
  ///
  /// - Returns: whether there was anything.
  mutating func remove(_ name: String) throws -> Bool {
    let own = entries(of: name)
    for entry in own { try remove(entry) }
    try registry.forgetTouched()
    return !own.isEmpty
  }

  /// The entries of a name.
  func entries(of name: String) -> [Entry] { entries.filter { $0.name == name } }
}
