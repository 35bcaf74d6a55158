import MerkleLog
import WorkingDays

/// What an engine offers inside its write transaction: the few things that recording needs.
///
/// A transaction is confined to the engine's writer. Everything else about recording (what is
/// refused, how events are stamped, what the projections become) is the `Recorder`'s and the same
/// for every engine.
public protocol LogTransaction: AnyObject {
  /// The number of events in the log, with those appended in this transaction.
  var size: Int64 { get }
  /// When the last event was recorded; `nil` for an empty log.
  var lastRecordedAt: Instant? { get }
  /// What the writer remembers between transactions. The engine forgets it whenever it rolls back
  /// or finds that another process has written.
  var memory: RecorderMemory { get }
  /// Whether the projections are changed in this transaction, or catch up later.
  var projects: Bool { get }

  /// The position of the event of an id.
  func position(ofEvent id: NameHash) throws(LedgerError) -> Int64?
  /// The event at a position, which must be below `size`.
  func event(at position: Int64) throws(LedgerError) -> Event
  /// The events of a stream, in order.
  func events(in stream: NameHash) throws(LedgerError) -> [ViewedEvent]
  /// The events that concern a matter, by their own stream or besides it, in order.
  func events(ofMatter matter: NameHash) throws(LedgerError) -> [ViewedEvent]
  /// The events that are law for the log, in order: holiday notices and adoptions of rule books.
  func lawEvents() throws(LedgerError) -> [Event]
  /// The events of a type, in order.
  func events(of type: EventType) throws(LedgerError) -> [ViewedEvent]

  /// Appends an event, whose position must be `size`, with its canonical bytes.
  ///
  /// - Parameter id: the hash of its id.
  func append(
    _ event: ViewedEvent, id: NameHash, leaf: [UInt8]
  ) throws(LedgerError) -> TreeHash
  /// Applies the changes of rows that `add` adds, at the latest before the commit.
  func project(
    _ add: (inout RowChanges) throws(LedgerError) -> Void
  ) throws(LedgerError)
  /// Makes projections anew from the whole log before the commit: the law that they follow has
  /// changed for what is in the log already.
  func projectAnew(_ what: ProjectedAnew, under law: BundledLaw) throws(LedgerError)

  /// Runs `body` so that all of it happens or, when it throws, none of it.
  func savepoint<Result>(
    _ body: () throws(LedgerError) -> Result
  ) throws(LedgerError) -> Result
}

/// Which projections are made anew.
public enum ProjectedAnew: Int, Sendable, Comparable {
  /// The obligations: days have moved.
  case obligations
  /// All: other rules are in force.
  case all

  /// The less before the more.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What a writer remembers between transactions, all of which the log can tell again.
///
/// It is confined to the one writer, which hands it from transaction to transaction: that is why it
/// may cross threads unguarded.
public final class RecorderMemory: @unchecked Sendable {
  /// A stream's state and the version of its last event.
  struct Stream {
    /// What its events add up to, without those that were corrected; `nil` where nothing begins it any
    /// more.
    let state: StreamState?
    let version: Int64
    /// Whether events of it were corrected.
    var hasCorrected = false
  }

  /// The most streams of one generation.
  private let largestGeneration: Int

  /// The streams that were used last, and those that were used before them. When the younger
  /// generation is full it becomes the older, and what was not used for so long is forgotten.
  private var young: [NameHash: Stream] = [:]
  private var old: [NameHash: Stream] = [:]
  /// The acts on the matters that were judged last, and on those before them.
  private var youngActs: [NameHash: MatterActs] = [:]
  private var oldActs: [NameHash: MatterActs] = [:]
  /// The law, with that of the log.
  var law: LawInForce?
  /// A moment after which nothing took place that is in the log; `nil` as long as nobody knows.
  var latest: Instant?
  /// The registered authorities; `nil` as long as nobody asked for them.
  var authorities: Authorities?
  /// The corrections of the log; `nil` as long as nobody asked for them.
  var corrections: LogCorrections?
  /// The successions of the log, and who answers for whom by them; `nil` as long as nobody asked.
  var successions: Successions?
  var heirs: Heirs?
  /// The bytes of the event that is being recorded.
  var leaf: [UInt8] = []

  /// Remembers nothing yet.
  ///
  /// - Parameter largestGeneration: about how many streams to remember.
  public init(largestGeneration: Int = 300_000) { self.largestGeneration = largestGeneration }

  /// What is remembered of a stream.
  func stream(_ name: NameHash) -> Stream? {
    if let stream = young[name] { return stream }
    guard let stream = old[name] else { return nil }
    remember(name, stream)
    return stream
  }

  /// Remembers a stream.
  func remember(_ name: NameHash, _ stream: Stream) {
    if young.count >= largestGeneration { swapGenerations() }
    young[name] = stream
  }

  /// Forgets a stream, and the acts on what it is about.
  func forget(_ name: NameHash) {
    young[name] = nil
    old[name] = nil
    _ = takeActs(on: name)
  }

  private func swapGenerations() {
    old = young
    young = [:]
  }

  /// What is remembered of the acts on a matter.
  func acts(on matter: NameHash) -> MatterActs? { youngActs[matter] ?? oldActs[matter] }

  /// Hands over what is remembered of the acts on a matter, to be changed and remembered again.
  func takeActs(on matter: NameHash) -> MatterActs? {
    let older = oldActs.removeValue(forKey: matter)
    return youngActs.removeValue(forKey: matter) ?? older
  }

  /// Remembers the acts on a matter.
  func remember(_ acts: MatterActs, on matter: NameHash) {
    if youngActs.count >= largestGeneration / 8 {
      oldActs = youngActs
      youngActs = [:]
    }
    youngActs[matter] = acts
  }

  /// Forgets the law.
  ///
  /// - Parameter withActs: whether the acts on matters, too: other rules may ask for other acts.
  func forgetLaw(withActs: Bool) {
    law = nil
    guard withActs else { return }
    youngActs.removeAll()
    oldActs.removeAll()
  }

  /// Forgets who answers for whom: more is told, or something was corrected.
  func forgetSuccessions() { (successions, heirs) = (nil, nil) }

  /// Forgets everything.
  public func forget() {
    young.removeAll()
    old.removeAll()
    forgetLaw(withActs: true)
    latest = nil
    authorities = nil
    corrections = nil
    forgetSuccessions()
  }
}
