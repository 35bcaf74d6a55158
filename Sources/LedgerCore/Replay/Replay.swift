import MerkleLog
import WorkingDays

/// The replay engine: the log's leaves in, in order, and reports out.
///
/// A replay gathers, then judges. Every leaf is read strictly from its bytes and hashed
/// (``EventPage``), so that a report's root is that of the very bytes that were judged; what rules may
/// ask of the acts is put away in parts, by the matters that they are acts on (``GatheredPage``). When
/// a report is asked for, the facts are gathered from all parts, and then each part is judged by
/// itself. So the cost of an event does not depend on the length of the log, and memory is bounded by
/// the size of a part and what the catalogue holds.
///
/// What is gathered knows no law and no times: one replay answers any number of questions.
public struct Replay: Sendable {
  let law: BundledLaw
  let space: any SpillSpace
  /// Among which parts the acts are divided.
  let parts: ReplayParts
  /// How many bytes are put away at a time.
  let blockSize: Int

  /// The tree over the leaves; without those of pages that were not hashed, or gathered without it.
  private(set) var tree = TreeEdge<SHA256Hasher>()
  /// How many leaves were folded.
  public private(set) var size: Int64 = 0
  private(set) var runs: [BlockRun]
  private(set) var notices: [GatheredNotice] = []
  private(set) var adoptions: [GatheredAdoption] = []
  private(set) var pairs: EntryBodyPairs
  /// The corrections that were folded so far.
  package private(set) var corrections = Corrections()
  /// The successions that were folded so far.
  private(set) var successions = Successions()
  private(set) var lastRecordedAt: Instant?

  /// Starts a replay.
  ///
  /// - Parameters:
  ///   - law: the law that is bundled.
  ///   - events: about how many events there will be.
  ///   - space: takes what is gathered; memory by default.
  public init(
    law: BundledLaw, expecting events: Int64 = 0, space: any SpillSpace = MemorySpill()
  ) {
    self.init(law: law, parts: ReplayParts(events: events), space: space)
  }

  init(law: BundledLaw, parts: ReplayParts, space: any SpillSpace, blockSize: Int? = nil) {
    self.law = law
    self.parts = parts
    self.space = space
    // All blocks that are not full yet have 32 MiB together at most.
    self.blockSize = blockSize ?? min(1 << 16, (32 << 20) / parts.runCount)
    let run = BlockRun(space: space, blockSize: self.blockSize)
    runs = Array(repeating: run, count: parts.runCount)
    pairs = EntryBodyPairs(key: parts.key)
  }

  /// Goes on from what was gathered before.
  init(
    _ start: Replay, tree: TreeEdge<SHA256Hasher>, runs: [BlockRun], notices: [GatheredNotice],
    adoptions: [GatheredAdoption], pairs: EntryBodyPairs, _ hindsight: Hindsight,
    lastRecordedAt: Instant?
  ) {
    self = start
    self.tree = tree
    size = tree.size
    self.runs = runs
    self.notices = notices
    self.adoptions = adoptions
    self.pairs = pairs
    (corrections, successions) = (hindsight.corrections, hindsight.successions)
    self.lastRecordedAt = lastRecordedAt
  }

  /// What of the log that was folded bears on all of it.
  package var hindsight: Hindsight { Hindsight(corrections, successions) }

  /// Who answers for whom, by what counts at the times asked about.
  package func heirs(in scope: AuditScope) -> Heirs {
    successions.heirs(in: scope, corrections.standing(in: scope))
  }

  /// The size and root of the log that was folded.
  public var head: LogHead { LogHead(size: tree.size, root: tree.root()) }

  /// The rules that the log folded so far brings into force, as far as it counts at the times asked
  /// about, together with the default book.
  ///
  /// - Throws: `notFound` for an adopted book that is neither bundled nor in the log.
  public func rulesOfLog(_ scope: AuditScope) throws(LedgerError) -> RulesInForce {
    let standing = corrections.standing(in: scope)
    return try law.rules(adopting: adoptions.map { $0.logged(in: scope, standing) })
  }

  /// The calendar with the notices of the log's first events that were not corrected.
  func calendar(
    ofFirst size: Int64 = .max, with more: [HolidayNotice] = [],
    _ corrections: StandingCorrections
  ) -> HolidayCalendar {
    let standing = notices.filter { $0.position < size && !corrections.leavesOut($0.event) }
    return law.calendar(with: standing.map(\.notice) + more)
  }

  /// What a page is for this replay; on any core, and before the pages before it were folded.
  ///
  /// - Parameter growsTree: whether the replay's tree takes the leaves, where they are hashed.
  public func gather(_ page: EventPage, growsTree: Bool = true) -> GatheredPage {
    GatheredPage(page, for: parts, growsTree: growsTree)
  }

  /// Folds the leaves of a page, which must follow those folded before.
  ///
  /// - Throws: `damaged`, naming the first position whose bytes are not an event in its place;
  ///   `inputOutput` when the space for what is gathered is full. The replay cannot go on then.
  public mutating func fold(_ page: LeafPage) throws(LedgerError) { try fold(EventPage(page)) }

  /// Folds the events of a page, which must follow those folded before.
  ///
  /// - Throws: as for a page of leaves.
  public mutating func fold(_ page: EventPage) throws(LedgerError) { try fold(gather(page)) }

  /// Folds what was gathered of a page, which must follow those folded before.
  ///
  /// - Throws: as for a page of leaves.
  public mutating func fold(_ page: GatheredPage) throws(LedgerError) {
    guard page.first == size else {
      throw .damaged(at: size, "found a page that begins at position \(page.first)")
    }
    if let recorded = page.recorded {
      if let lastRecordedAt, recorded.first < lastRecordedAt {
        throw .damaged(at: page.first, "recorded before its predecessor")
      }
      lastRecordedAt = recorded.last
    }
    if let failure = page.failure { throw failure }
    try page.acts.forEach { (run, bytes) throws(LedgerError) in try runs[run].append(bytes) }
    notices += page.notices
    adoptions += page.adoptions
    pairs.add(page.pairs.hashes)
    for correction in page.corrections { corrections.add(correction) }
    for succession in page.successions { successions.add(succession) }
    size += Int64(page.count)
    var rest = page.hashes[...]
    for tile in page.tiles {
      guard tree.append(tile) != nil else { break }
      rest = rest.dropFirst(tile.hashes.count)
    }
    for hash in rest { _ = tree.append(hash) }
  }
}
