import LedgerCore

/// A made-up history in the shape of the province: real divisions and kinds of bodies, none of
/// whose acts ever took place.
///
/// It runs from 2020-01-02 to at most 2026-06-30, whatever the number of records, or through one
/// year: bodies and their catalogues first, then share requests with their replies, changes of law
/// that touch many departments at once, incidents, projects, and in small proportions all else that
/// the articles of the order speak of. Records come in order of `occurredAt`; those of an import in
/// order of `sourceRecordedAt`. They are made one by one: the memory that a history takes is that of
/// its catalogue and of what is open at the time.
///
/// The same settings give the same records on every machine: all arithmetic is on integers.
public struct Workload: Sequence, IteratorProtocol, Sendable {
  private var history: History
  private var importOrder: TimeQueue<Record>?
  private var left: Int

  /// Prepares a history.
  ///
  /// - Throws: `malformed` for settings that no history can meet; `notFound` or `malformed` when the
  ///   program was built without its bundled law and divisions, or with damaged ones.
  public init(_ settings: WorkloadSettings) throws(LedgerError) {
    try settings.validate()
    left = Swift.max(0, settings.events)
    history = History(
      settings, law: try BundledLaw.load(), divisions: try ListedDivision.bundled())
    importOrder = settings.isImport ? TimeQueue() : nil
  }

  /// At least as many records as are still to come.
  public var underestimatedCount: Int { left }

  /// The next record; `nil` after the last.
  public mutating func next() -> Record? {
    guard left > 0 else { return nil }
    left -= 1
    return importOrder == nil ? history.next() : nextImported()
  }

  /// The record with the earliest source time, once none that is still to be made can precede it.
  private mutating func nextImported() -> Record? {
    while true {
      if let next = importOrder?.popFirst(through: history.now) { return next.element }
      guard let record = history.next() else {
        return importOrder?.popFirst(through: .end)?.element
      }
      importOrder?.insert(record, at: history.source ?? history.now)
    }
  }
}
