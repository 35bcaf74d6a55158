import LedgerCore

/// Makes identifiers of a word, a number and perhaps a word: `SR-17.reply`.
///
/// Up to 15 bytes, Swift keeps such a string without allocating; the words are short for that.
struct IdentifierMaker: Sendable {
  private var bytes: [UInt8] = []

  mutating func callAsFunction(
    _ prefix: StaticString, _ number: Int, _ suffix: StaticString = ""
  ) -> Identifier {
    bytes.removeAll(keepingCapacity: true)
    append(prefix)
    append(number)
    append(suffix)
    return Identifier(String(decoding: bytes, as: UTF8.self))
  }

  /// An entry's: the division's code and a number.
  mutating func entry(_ division: Division, _ serial: Int) -> Identifier {
    bytes.removeAll(keepingCapacity: true)
    append(Int(division.code))
    append("-")
    append(serial)
    return Identifier(String(decoding: bytes, as: UTF8.self))
  }

  private mutating func append(_ text: StaticString) {
    bytes.append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  private mutating func append(_ number: Int) {
    var unit = 1
    while number / unit >= 10 { unit *= 10 }
    while unit > 0 {
      bytes.append(UInt8(0x30 + number / unit % 10))
      unit /= 10
    }
  }
}
