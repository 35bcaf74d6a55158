import MerkleLog
import WorkingDays

/// A record that is ready for the log: held to the rules of a line of input, and written to canonical
/// bytes once.
///
/// Preparing one needs nothing of the log, so that it is done outside the write transaction, and on
/// several cores. Inside, the record takes its place by three stamps: position, time and version.
public struct PreparedRecord: Sendable {
  /// The event, in no place of the log yet.
  let event: ViewedEvent
  /// What the index of ids knows it by.
  let id: NameHash
  /// Where the event stands in the bytes of its page.
  private let leaf: Range<Int>
  /// Where its position stands there.
  private let position: Int

  fileprivate init(_ event: ViewedEvent, leaf: Range<Int>, position: Int) {
    self.event = event
    self.leaf = leaf
    self.position = position
    id = event.idHash
  }

  /// Prepares a typed record.
  ///
  /// - Throws: `malformed` for a value that no line of input could have, `tooLarge` for more bytes
  ///   than a leaf can have.
  public init(_ record: Record) throws(LedgerError) {
    self = try Self.prepare([record])[0].get()
  }

  /// Prepares typed records. What is in order shares its memory.
  ///
  /// - Returns: for each its record, or why it is none.
  public static func prepare(_ records: [Record]) -> [Result<PreparedRecord, LedgerError>] {
    prepare(records, { $0.appendUnstamped(to: &$1) }) { (record) throws(LedgerError) in record }
  }

  /// Prepares lines of input: any key order, spacing, escapes and offset, but nothing unknown. What
  /// is in order shares its memory.
  ///
  /// - Returns: for each line its record, or why it is none: `malformed`, with the key path, what was
  ///   found and what was expected; `tooLarge` for more bytes than a leaf can have.
  public static func prepare(_ lines: [[UInt8]]) -> [Result<PreparedRecord, LedgerError>] {
    prepare(lines, { CanonicalLine.append($0, to: &$1) }) { (line) throws(LedgerError) in
      try Record(json: line)
    }
  }

  /// - Parameters:
  ///   - append: appends a source as an event without stamps, and gives where its position stands.
  ///   - read: reads any other strictly.
  private static func prepare<Source>(
    _ sources: [Source], _ append: (Source, inout [UInt8]) -> Int?,
    _ read: (Source) throws(LedgerError) -> Record
  ) -> [Result<PreparedRecord, LedgerError>] {
    var plain = PlainRecords()
    let isPlain = sources.map { source in plain.add { append(source, &$0) } }
    var rest = plain.prepared()[...]
    return zip(sources, isPlain).map { source, isPlain in
      if isPlain, let next = rest.popFirst() { return .success(next) }
      return Result { () throws(LedgerError) in try PreparedRecord(strict: read(source)) }
    }
  }

  /// Prepares a record that is not written plainly.
  private init(strict record: Record) throws(LedgerError) {
    var leaf: [UInt8] = []
    let position = record.appendUnstamped(to: &leaf)
    if leaf.count > Event.largestSize { throw Self.tooLarge(leaf.count) }
    let page = EventPage(try Event(leaf: leaf), leaf: leaf)
    self.init(ViewedEvent(page, page.events[0]), leaf: leaf.indices, position: position)
  }

  // MARK: Stamping

  /// Writes the event's canonical bytes in its place in the log over what `bytes` hold.
  ///
  /// - Throws: `tooLarge` for more bytes than a leaf can have.
  func write(
    position: Int64, version: Int64, recordedAt: Instant, to bytes: inout [UInt8]
  ) throws(LedgerError) {
    bytes.removeAll(keepingCapacity: true)
    event.page.withBytes(leaf) { leaf in
      let place = self.position - self.leaf.lowerBound
      bytes.append(contentsOf: leaf[..<place])
      bytes.append(decimal: position)
      bytes.append(contentsOf: leaf[(place + 1)..<(place + 1 + Self.recordedAt.count)])
      recordedAt.appendUTF8(to: &bytes)
      let rest = place + 1 + Self.recordedAt.count + Self.instantCount
      bytes.append(contentsOf: leaf[rest..<(leaf.count - 2)])
      bytes.append(decimal: version)
      bytes.append(UInt8(ascii: "}"))
    }
    if bytes.count > Event.largestSize { throw Self.tooLarge(bytes.count) }
  }

  /// Whether an event of the log has this record's content.
  func isRecord(of event: Event) -> Bool {
    var leaf: [UInt8] = []
    do {
      try write(
        position: event.position, version: event.version, recordedAt: event.recordedAt, to: &leaf)
    } catch {
      // It would be too large in that place.
      return false
    }
    return leaf == event.canonicalBytes
  }

  private static let recordedAt = Array(#","recordedAt":""#.utf8)
  /// How many bytes a moment has.
  private static let instantCount = 29

  private static func tooLarge(_ count: Int) -> LedgerError {
    LedgerError(
      .tooLarge,
      "found an event of \(count) bytes, expected at most \(Event.largestSize); shorten it")
  }
}

extension Record {
  /// Appends the record as the event that it makes in its place in the log, with zeros and
  /// ``CanonicalLine/unstamped`` where the ledger's stamps will be, and gives where the position
  /// stands.
  fileprivate func appendUnstamped(to bytes: inout [UInt8]) -> Int {
    var writer = CanonicalWriter()
    let position = Event(
      record: self, position: 0, version: 0, recordedAt: CanonicalLine.unstamped
    ).write(to: &writer)
    let start = bytes.count
    bytes += writer.bytes
    return start + position
  }
}

// MARK: - Records that are written plainly

/// Records whose texts are such as nearly all have, gathered into one page.
private struct PlainRecords {
  private var bytes: [UInt8] = []
  private var reading = PlainReading()
  private var leaves: [(range: Range<Int>, position: Int)] = []

  /// After so many bytes a record gets a page of its own: places in a page are numbers of 32 bits.
  private static let mostBytes = 1 << 30

  /// Adds the event that `append` appends, giving where its position stands; `false`, with nothing
  /// added, when that is `nil` or the strict reader takes or refuses it.
  mutating func add(_ append: (inout [UInt8]) -> Int?) -> Bool {
    let start = bytes.count
    guard start < Self.mostBytes, let position = append(&bytes) else { return false }
    let leaf = start..<bytes.count
    bytes.append(contentsOf: repeatElement(0, count: LeafPage.padding))
    guard reading.read(leaf, of: bytes) else {
      bytes.removeLast(bytes.count - start)
      return false
    }
    bytes.removeLast(LeafPage.padding)
    leaves.append((leaf, position))
    return true
  }

  func prepared() -> [PreparedRecord] {
    let page = EventPage(
      reading, bytes: bytes + repeatElement(0, count: LeafPage.padding))
    return zip(page.viewedEvents, leaves).map { event, leaf in
      PreparedRecord(event, leaf: leaf.range, position: leaf.position)
    }
  }
}
