extension Instant: CustomStringConvertible {
  private static let canonicalLength = 29

  /// The moment in canonical form, such as `2025-09-26T15:20:00.000+08:00`: RFC 3339 in Beijing
  /// time with three digits of fraction, 29 bytes.
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Instant.canonicalLength)
    appendUTF8(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``description`` to `bytes` without making a string.
  public func appendUTF8(to bytes: inout [UInt8]) {
    let (date, millisecondOfDay) = beijingDateAndTime
    let milliseconds = Int(millisecondOfDay)
    let (year, month, day) = date.components
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Instant.canonicalLength) { text in
      let pattern: StaticString = "0000-00-00T00:00:00.000+08:00"
      for offset in 0..<Instant.canonicalLength { text[offset] = pattern.utf8Start[offset] }
      text.addTwoDigits(year / 100, at: 0)
      text.addTwoDigits(year % 100, at: 2)
      text.addTwoDigits(month, at: 5)
      text.addTwoDigits(day, at: 8)
      text.addTwoDigits(milliseconds / 3_600_000, at: 11)
      text.addTwoDigits(milliseconds / 60_000 % 60, at: 14)
      text.addTwoDigits(milliseconds / 1000 % 60, at: 17)
      text.addTwoDigits(milliseconds % 1000 / 10, at: 20)
      text[22] += UInt8(truncatingIfNeeded: milliseconds % 10)
      bytes.append(contentsOf: text)
    }
  }

  /// The moment written in canonical form (see ``description``); nil for any other bytes, other
  /// spellings of the same moment included.
  public init?(beijing bytes: some RandomAccessCollection<UInt8>) {
    let contiguous = bytes.withContiguousStorageIfAvailable { Instant(beijing: $0.span) }
    let limit = Instant.canonicalLength + 1
    guard let instant = contiguous ?? Instant(beijing: Array(bytes.prefix(limit)).span) else {
      return nil
    }
    self = instant
  }

  /// The moment written in canonical form (see ``description``); nil for any other bytes.
  public init?(beijing bytes: Span<UInt8>) {
    guard bytes.count == Instant.canonicalLength, bytes.has("T", at: 10), bytes.has(".", at: 19),
      bytes.has("+", at: 23), bytes.has(":", at: 26),
      bytes.number(at: 24, width: 2) == 8, bytes.number(at: 27, width: 2) == 0,
      let days = bytes.gregorianDays(at: 0), let date = CivilDate(daysSinceEpoch: days),
      let second = bytes.secondOfDay(at: 11), let fraction = bytes.number(at: 20, width: 3)
    else { return nil }
    self.init(beijingDate: date, millisecondOfDay: Int64(second * 1000 + fraction))
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  /// Adds a number of 0...99 to the two zero characters at `offset`.
  fileprivate func addTwoDigits(_ number: Int, at offset: Int) {
    self[offset] += UInt8(truncatingIfNeeded: number / 10)
    self[offset + 1] += UInt8(truncatingIfNeeded: number % 10)
  }
}

extension Span where Element == UInt8 {
  /// The seconds since 00:00 of the `hh:mm:ss` at `offset`: 00:00:00 to 23:59:59.
  func secondOfDay(at offset: Int) -> Int? {
    guard let minute = minuteOfDay(at: offset), has(":", at: offset + 5),
      let second = number(at: offset + 6, width: 2), second < 60
    else { return nil }
    return minute * 60 + second
  }

  /// The minutes since 00:00 of the `hh:mm` at `offset`: 00:00 to 23:59.
  func minuteOfDay(at offset: Int) -> Int? {
    guard let hour = number(at: offset, width: 2), hour < 24, has(":", at: offset + 2),
      let minute = number(at: offset + 3, width: 2), minute < 60
    else { return nil }
    return hour * 60 + minute
  }
}
