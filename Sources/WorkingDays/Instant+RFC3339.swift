extension Instant {
  /// The moment written as an RFC 3339 `date-time`, or the last moment in Beijing of a day written
  /// as a date; nil for any other text.
  public init?(timeOrDate text: String) {
    if let instant = Instant(rfc3339: text) {
      self = instant
    } else if let date = CivilDate(text) {
      self = .end(of: date)
    } else {
      return nil
    }
  }

  /// The moment written as an RFC 3339 `date-time`; nil for any other text.
  ///
  /// See ``init(rfc3339:)-(Span<UInt8>)``.
  public init?(rfc3339 text: String) {
    var text = text
    let instant = text.withUTF8 { Instant(rfc3339: $0.span) }
    guard let instant else { return nil }
    self = instant
  }

  /// The moment written in ASCII as an RFC 3339 `date-time`; nil for any other bytes.
  ///
  /// See ``init(rfc3339:)-(Span<UInt8>)``.
  public init?(rfc3339 bytes: some RandomAccessCollection<UInt8>) {
    let contiguous = bytes.withContiguousStorageIfAvailable { Instant(rfc3339: $0.span) }
    guard let instant = contiguous ?? Instant(rfc3339: Array(bytes).span) else { return nil }
    self = instant
  }

  /// The moment written in ASCII as an RFC 3339 `date-time`; nil for any other bytes.
  ///
  /// The offset is required: `Z`, `z` or `±hh:mm` with hours 00–23 and minutes 00–59. `T` may be
  /// `t`. A fraction has one or more digits; those past milliseconds are dropped, not rounded.
  /// Seconds run to 59: a leap second is refused. The year in Beijing must be 0001–9999.
  public init?(rfc3339 bytes: Span<UInt8>) {
    guard let days = bytes.gregorianDays(at: 0), bytes.has("T", at: 10) || bytes.has("t", at: 10),
      let second = bytes.secondOfDay(at: 11),
      let (millisecond, offsetStart) = bytes.fraction(at: 19),
      let offset = bytes.utcOffset(at: offsetStart)
    else { return nil }
    let utcSeconds = Int64(days) * 86_400 + Int64(second) - Int64(offset) * 60
    self.init(millisecondsSinceEpoch: utcSeconds * 1000 + Int64(millisecond))
  }
}

extension Span where Element == UInt8 {
  /// The milliseconds of the `.digits` at `offset`, 0 when there is no point, and the offset after
  /// it; nil for a point without digits.
  fileprivate func fraction(at offset: Int) -> (milliseconds: Int, end: Int)? {
    guard has(".", at: offset) else { return (0, offset) }
    var milliseconds = 0
    var place = 100
    var end = offset + 1
    while let digit = number(at: end, width: 1) {
      milliseconds += digit * place
      place /= 10
      end += 1
    }
    return end == offset + 1 ? nil : (milliseconds, end)
  }

  /// The minutes east of UTC in the `Z` or `±hh:mm` at `offset`; nil unless it ends the bytes.
  fileprivate func utcOffset(at offset: Int) -> Int? {
    if has("Z", at: offset) || has("z", at: offset) { return offset + 1 == count ? 0 : nil }
    guard offset + 6 == count, let minutes = minuteOfDay(at: offset + 1) else { return nil }
    if has("+", at: offset) { return minutes }
    return has("-", at: offset) ? -minutes : nil
  }
}
