import WorkingDays

/// Reads what ``CompactWriter`` wrote. Whatever the bytes are, it stays within them; what is not the
/// value asked for is `nil`.
struct CompactReader {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at >= bytes.count }

  mutating func byte() -> UInt8? {
    guard at < bytes.count else { return nil }
    defer { at += 1 }
    return bytes[at]
  }

  mutating func flag() -> Bool? {
    switch byte() {
    case 0: false
    case 1: true
    default: nil
    }
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= bytes.count - at else { return nil }
    defer { at += count }
    return bytes[at..<at + count]
  }

  mutating func number() -> Int64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = byte(), shift < 64 {
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1))) }
      shift += 7
    }
    return nil
  }

  /// A number from 0 up to a limit, without it.
  mutating func number(below limit: Int64) -> Int64? {
    number().flatMap { (0..<max(0, limit)).contains($0) ? $0 : nil }
  }

  /// Where a text stands.
  mutating func range() -> TextRange? {
    guard let count = number(below: Int64(bytes.count)), let text = take(Int(count)) else {
      return nil
    }
    return TextRange(text.startIndex, text.endIndex)
  }

  mutating func text() -> [UInt8]? {
    guard let count = number(below: Int64(bytes.count)) else { return nil }
    return take(Int(count)).map { Array($0) }
  }

  mutating func code() -> BodyCode? {
    take(18).flatMap { $0.withUnsafeBufferPointer { BodyCode(utf8: $0) } }
  }

  mutating func date() -> CivilDate? {
    number().flatMap { Int(exactly: $0) }.flatMap(CivilDate.init(daysSinceEpoch:))
  }

  mutating func dates() -> [CivilDate]? {
    guard let count = number(below: Int64(bytes.count)) else { return nil }
    var dates: [CivilDate] = []
    for _ in 0..<count {
      guard let date = date() else { return nil }
      dates.append(date)
    }
    return dates
  }

  mutating func instant() -> Instant? { number().flatMap(Instant.init(millisecondsSinceEpoch:)) }

  mutating func moment() -> Moment? {
    guard let occurredAt = instant(), let position = number() else { return nil }
    return Moment(occurredAt: occurredAt, position: position)
  }

  mutating func citation() -> Obligation.Citation? {
    guard let moment = moment(), let event = range() else { return nil }
    return Obligation.Citation(moment: moment, event: event)
  }

  /// A value that may be missing; `nil` only where there is neither a value nor its absence.
  mutating func optional<Value>(_ read: (inout Self) -> Value?) -> Value?? {
    switch flag() {
    case true: read(&self).map { .some($0) }
    case false: .some(nil)
    case nil: nil
    }
  }
}

extension CompactReader: NamedTexts {
  func withUTF8<Result>(
    _ range: TextRange, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    let (start, count) = (Int(range.start), Int(range.count))
    let part = start + count <= bytes.count ? start..<start + count : 0..<0
    return bytes[part].withUnsafeBufferPointer(body)
  }
}
