extension Span where Element == UInt8 {
  /// The decimal number in exactly `width` ASCII digits at `offset`; nil if they are not there.
  @inline(__always)
  func number(at offset: Int, width: Int) -> Int? {
    guard offset + width <= count else { return nil }
    var value = 0
    for index in offset..<offset + width {
      let digit = self[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  /// Whether the ASCII character stands at `offset`.
  func has(_ character: Unicode.Scalar, at offset: Int) -> Bool {
    offset < count && self[offset] == UInt8(ascii: character)
  }

  /// The days since 1970-01-01 of the `YYYY-MM-DD` at `offset`, the year 0000 included.
  func gregorianDays(at offset: Int) -> Int? {
    guard let year = number(at: offset, width: 4), has("-", at: offset + 4),
      let month = number(at: offset + 5, width: 2), has("-", at: offset + 7),
      let day = number(at: offset + 8, width: 2)
    else { return nil }
    return GregorianDays.days(year: year, month: month, day: day)
  }
}

extension [UInt8] {
  /// Appends the two decimal digits of a number from 0 to 99.
  mutating func appendTwoDigits(_ value: Int) {
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value / 10))
    append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value % 10))
  }
}
