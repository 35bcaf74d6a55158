import MerkleLog
import WorkingDays

/// What a replay takes from a page: its leaf hashes, its acts in compact form by the parts that they
/// go to, and what of it is law.
///
/// Making one needs nothing of the pages before, so that several are made on several cores.
public struct GatheredPage: Sendable {
  /// The position of the first event.
  public let first: Int64
  /// How many events there are.
  let count: Int
  let hashes: [TreeHash]
  let tiles: [LeafTile<SHA256Hasher>]
  let acts: PackedActs
  let notices: [GatheredNotice]
  let adoptions: [GatheredAdoption]
  /// The pairs of entries and bodies that acts of the page name.
  let pairs: EntryBodyPairs
  let corrections: [Correction]
  let successions: [Succession]
  /// When the first and the last event were recorded.
  let recorded: (first: Instant, last: Instant)?
  /// Why the event after the last of these is not one.
  let failure: LedgerError?

  init(_ page: EventPage, for parts: ReplayParts, growsTree: Bool = true) {
    first = page.first
    count = page.events.count
    hashes = growsTree ? page.hashes : []
    tiles = growsTree ? page.tiles : []
    var gathering = Gathering(page, parts)
    page.withText { text in gathering.gather(text) }
    acts = gathering.acts
    notices = gathering.notices
    adoptions = gathering.adoptions
    pairs = gathering.pairs
    corrections = gathering.corrections
    successions = gathering.successions
    recorded = page.events.first.map { ($0.recordedAt, gathering.lastRecordedAt) }
    failure = gathering.failure ?? page.failure
  }
}

/// A holiday notice that the log tells of.
struct GatheredNotice {
  let notice: HolidayNotice
  let position: Int64
  /// The event that tells of it.
  let event: Identifier
}

/// An adoption of a rule book, and what decides whether it counts.
struct GatheredAdoption {
  let data: RulesAdopted
  let position: Int64
  /// The event that tells of it.
  let event: Identifier
  let occurredAt: Instant
  let knownAt: Instant

  func logged(in scope: AuditScope, _ corrections: StandingCorrections) -> LoggedAdoption {
    LoggedAdoption(
      data: data, position: position,
      counts: scope.counts(occurredAt, knownAt: knownAt) && !corrections.leavesOut(event))
  }
}

/// The gathering of one page.
private struct Gathering {
  let page: EventPage
  let parts: ReplayParts
  var acts: PackedActs
  var notices: [GatheredNotice] = []
  var adoptions: [GatheredAdoption] = []
  var pairs: EntryBodyPairs
  var corrections: [Correction] = []
  var successions: [Succession] = []
  var lastRecordedAt: Instant
  var failure: LedgerError?

  init(_ page: EventPage, _ parts: ReplayParts) {
    self.page = page
    self.parts = parts
    acts = PackedActs(capacity: page.events.count * 192)
    pairs = EntryBodyPairs(key: parts.key)
    lastRecordedAt = page.events.first?.recordedAt ?? .min
  }

  mutating func gather(_ text: EventPage.Text) {
    for place in page.events.indices {
      let view = page.events[place]
      guard lastRecordedAt <= view.recordedAt else {
        failure = .damaged(at: view.position, "recorded before its predecessor")
        return
      }
      lastRecordedAt = view.recordedAt
      if view.form.holdsMoreThanViewsTell { gatherLaw(view, at: place) }
      if view.type.mayDependOnRequests { pairs.add(Act(page: page, view: view)) }
      if view.type == .recordCorrected, let told = Correction(Act(page: page, view: view)) {
        corrections.append(told)
      }
      if view.type.tellsOfSuccession,
        let told = Succession(Act(page: page, view: view), whole: page.whole(at: place))
      {
        successions.append(told)
      }
      add(view, text, text[view.subject], view.form.category, [])
      if let (category, key) = view.form.actsOn,
        case .text(let name) = page.lists.values[view.firstValue + key]
      {
        add(view, text, text[name], category, .onOther)
      }
    }
  }

  private mutating func add(
    _ view: EventView, _ text: EventPage.Text, _ matter: UnsafeBufferPointer<UInt8>,
    _ category: StreamName.Category, _ flags: PackedActs.Flags
  ) {
    let run = parts.run(of: Name(matter), category)
    acts.add(view, of: page, text, run: run, flags)
  }

  private mutating func gatherLaw(_ view: EventView, at place: Int) {
    switch page.whole(at: place) {
    case .calendarNoticeIssued(let data):
      notices.append(
        GatheredNotice(
          notice: data.holidayNotice, position: view.position, event: page.identifier(view.id)))
    case .rulesAdopted(let data):
      adoptions.append(
        GatheredAdoption(
          data: data, position: view.position, event: page.identifier(view.id),
          occurredAt: view.occurredAt, knownAt: view.knownAt))
    default: break
    }
  }
}
