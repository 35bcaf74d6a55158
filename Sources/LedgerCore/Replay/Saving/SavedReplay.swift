import MerkleLog
import WorkingDays

/// What a saved replay says of itself: which log it folded, under which rule book, and which events
/// counted in it.
///
/// A saved replay is a convenience of whoever saved it, and is trusted as far as they are: its
/// digest shows damage, not intent. The replay of the whole log remains the definition of an audit.
public struct SavedReplay: Sendable {
  static let format = "govledger.replay/3"

  /// The log that was folded: the replay goes on at its size.
  public let head: LogHead
  /// The names of the rule books under which it was folded.
  public let ruleBook: String
  /// What tells the rules from any others.
  let rulesDigest: TreeHash
  /// Which events counted.
  let scope: CountedEvents

  func write(to writer: inout CompactWriter) {
    writer.text(Self.format.utf8)
    writer.number(head.size)
    writer.text(head.root.bytes)
    writer.text(ruleBook.utf8)
    writer.text(rulesDigest.bytes)
    scope.write(to: &writer)
  }

  init(head: LogHead, rules: RulesInForce, scope: CountedEvents) {
    self.head = head
    ruleBook = rules.name
    rulesDigest = rules.digest
    self.scope = scope
  }

  init?(from reader: inout CompactReader) {
    guard reader.text() == Array(Self.format.utf8),
      let size = reader.number(below: TreeEdge<SHA256Hasher>.maximumSize),
      let root = reader.text().flatMap({ TreeHash($0) }), let book = reader.text(),
      let digest = reader.text().flatMap({ TreeHash($0) }),
      let scope = CountedEvents(from: &reader)
    else { return nil }
    head = LogHead(size: size, root: root)
    ruleBook = String(decoding: book, as: UTF8.self)
    rulesDigest = digest
    self.scope = scope
  }
}

/// Which events count in a replay: those that occurred by one time and were known by another.
struct CountedEvents {
  let asOf: Instant
  let knownAt: Instant
  /// The latest time at which any event occurred, whether it counts or not.
  private(set) var latestOccurred = Instant.min
  /// The latest time at which any event became known.
  private(set) var latestKnown = Instant.min

  init(_ scope: AuditScope) {
    asOf = scope.asOf
    knownAt = scope.knownAt
  }

  /// Whether an event counts; takes note of its times.
  @inline(__always)
  mutating func count(_ view: EventView) -> Bool {
    latestOccurred = max(latestOccurred, view.occurredAt)
    latestKnown = max(latestKnown, view.knownAt)
    return view.occurredAt <= asOf && view.knownAt <= knownAt
  }

  /// Whether the same events count in another scope: its times are the same, or no event is later
  /// than either.
  func areThose(of other: AuditScope) -> Bool {
    (asOf == other.asOf || latestOccurred <= min(asOf, other.asOf))
      && (knownAt == other.knownAt || latestKnown <= min(knownAt, other.knownAt))
  }

  /// The same events under the times of a scope in which they are those that count.
  func under(_ scope: AuditScope) -> CountedEvents {
    var counted = CountedEvents(scope)
    counted.latestOccurred = latestOccurred
    counted.latestKnown = latestKnown
    return counted
  }

  func write(to writer: inout CompactWriter) {
    for instant in [asOf, knownAt, latestOccurred, latestKnown] { writer.instant(instant) }
  }

  init?(from reader: inout CompactReader) {
    guard let asOf = reader.instant(), let knownAt = reader.instant(),
      let occurred = reader.instant(), let known = reader.instant()
    else { return nil }
    self.asOf = asOf
    self.knownAt = knownAt
    latestOccurred = occurred
    latestKnown = known
  }
}
