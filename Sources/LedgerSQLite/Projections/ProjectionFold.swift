import LedgerCore

/// Folds the whole log into projection tables: event by event those of the types, and at the end, when
/// all is known, what the judge says of every matter.
struct ProjectionFold: Sendable {
  private let law: BundledLaw
  private var replay: Replay
  private let known: Hindsight
  private var rowFold: RowFold
  private var changes = RowChanges()

  /// - Parameters:
  ///   - size: how many events there will be.
  ///   - hindsight: what of them bears on all.
  init(law: BundledLaw, size: Int64, _ hindsight: Hindsight) {
    self.law = law
    known = hindsight
    rowFold = RowFold(hindsight)
    replay = Replay(law: law, expecting: size, space: SpillFile())
  }

  /// Folds the first events of a log, and applies their row changes where there are rows.
  init(
    of log: LogReading, size: Int64, law: BundledLaw, _ rows: BulkRows? = nil,
    _ progress: (Int64, Int64) -> Void = { _, _ in }
  ) throws {
    self.init(law: law, size: size, try CheckedLog.hindsight(ofFirst: size, in: log.db))
    var pages = PagesAhead(
      size: size, page: { try log.page(from: $0, limit: $1) },
      read: { [self] in read($0) })
    while let page = try pages.next() {
      try fold(page, rows)
      progress(pages.position, size)
    }
    if let rows { try finishRows(rows) }
  }

  /// Whether what was folded bears on all of the log as was known before.
  ///
  /// - Parameter size: only so many events are looked at.
  func knewHindsight(ofFirst size: Int64) -> Bool {
    known == replay.hindsight.ofFirst(size)
  }

  /// The corrections that were folded.
  var corrections: Corrections { replay.corrections }

  /// Adds the rows that only the end of the log tells, but for those of obligations.
  mutating func finishRows(_ rows: BulkRows) throws {
    changes.removeAll()
    try rowFold.addRest(to: &changes)
    try rows.apply(changes)
  }

  /// A page that was read for the fold.
  struct Page: Sendable {
    let events: EventPage
    fileprivate let gathered: GatheredPage
  }

  /// Reads a page, on any core, without hashing its leaves.
  func read(_ page: LeafPage) -> Page { read(EventPage(unhashed: page)) }

  /// Takes what the fold needs of a page.
  func read(_ events: EventPage) -> Page {
    // Whoever needs the tree has one.
    Page(events: events, gathered: replay.gather(events, growsTree: false))
  }

  /// Folds the next page, and applies its row changes where there are any.
  ///
  /// - Parameter lag: the position from which on events make no rows.
  mutating func fold(_ page: Page, _ rows: BulkRows?, upTo lag: Int64 = .max) throws {
    try replay.fold(page.gathered)
    guard let rows else { return }
    for event in page.events.viewedEvents where event.position < lag {
      changes.removeAll()
      try rowFold.add(event, to: &changes)
      try rows.apply(changes)
    }
  }

  /// Adds the rows of obligations of all that was folded.
  ///
  /// - Parameter log: says what was adopted: that applies to all that begins on its days, also to what
  ///   is in the log before it.
  func addObligations(under log: LogReading, to rows: BulkRows) throws {
    let rules = try law.inForce(with: log.lawEvents(), replay.corrections.standing).rules
    if let gap = try addObligations(under: rules, to: rows) { throw gap.error }
  }

  /// Changes the rows of obligations whose due dates notices have moved since the log had a size.
  func moveObligations(since size: Int64, under log: LogReading, in rows: BulkRows) throws {
    let rules = try law.inForce(with: log.lawEvents(), replay.corrections.standing).rules
    try Projector.obligationChanges(of: replay, since: size, under: rules) { try rows.apply($0) }
  }

  /// The same, under rules.
  ///
  /// - Returns: the first event that is not the next of its stream.
  func addObligations(under rules: RulesInForce, to rows: BulkRows?) throws -> VersionGap? {
    try Projector.obligationRows(of: replay, under: rules) { try rows?.apply($0) }
  }
}
