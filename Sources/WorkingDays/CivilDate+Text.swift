extension CivilDate: LosslessStringConvertible {
  /// The date written as exactly `YYYY-MM-DD`; nil for any other text.
  public init?(_ description: String) {
    var text = description
    let date = text.withUTF8 { CivilDate(utf8: $0.span) }
    guard let date else { return nil }
    self = date
  }

  /// The date written in ASCII as exactly `YYYY-MM-DD`; nil for any other bytes.
  public init?(utf8 bytes: some RandomAccessCollection<UInt8>) {
    let contiguous = bytes.withContiguousStorageIfAvailable { CivilDate(utf8: $0.span) }
    guard let date = contiguous ?? CivilDate(utf8: Array(bytes.prefix(11)).span) else { return nil }
    self = date
  }

  /// The date written in ASCII as exactly `YYYY-MM-DD`; nil for any other bytes.
  public init?(utf8 bytes: Span<UInt8>) {
    guard bytes.count == 10, let days = bytes.gregorianDays(at: 0) else { return nil }
    self.init(daysSinceEpoch: days)
  }

  /// The date as `YYYY-MM-DD`.
  public var description: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(10)
    appendUTF8(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends ``description`` to `bytes` without making a string.
  public func appendUTF8(to bytes: inout [UInt8]) {
    let (year, month, day) = components
    bytes.appendTwoDigits(year / 100)
    bytes.appendTwoDigits(year % 100)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendTwoDigits(month)
    bytes.append(UInt8(ascii: "-"))
    bytes.appendTwoDigits(day)
  }
}
