/// Numbers in ASCII decimal, each with exactly one text.
enum DecimalText {
  /// The number from 0 to 2^63 − 1 that is written here, or `nil` for any other text: a sign, a
  /// leading zero, white space, nothing at all, or a number too large.
  static func parse(_ digits: some Collection<UInt8>) -> Int64? {
    guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else {
      return nil
    }
    return value(of: digits)
  }

  /// The number of these digits, leading zeros allowed, or `nil` for anything but digits and for a
  /// number too large.
  static func value(of digits: some Collection<UInt8>) -> Int64? {
    var value: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, carried) = tens.addingReportingOverflow(Int64(digit - UInt8(ascii: "0")))
      guard !tooLarge, !carried else { return nil }
      value = sum
    }
    return value
  }
}
