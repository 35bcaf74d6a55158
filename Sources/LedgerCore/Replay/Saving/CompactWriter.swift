import WorkingDays

/// Writes the values of a replay in a compact form of its own: what is put away, and what is saved.
struct CompactWriter {
  private(set) var bytes: [UInt8]

  init(bytes: [UInt8] = []) { self.bytes = bytes }

  /// Begins again in the same memory.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

  /// Seven bits a byte, the sign in the lowest (zigzag).
  mutating func number(_ value: Int64) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    guard rest >= 0x80 else { return bytes.append(UInt8(truncatingIfNeeded: rest)) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 10) { digits in
      var count = 0
      while rest >= 0x80 {
        digits[count] = UInt8(truncatingIfNeeded: rest) | 0x80
        rest >>= 7
        count += 1
      }
      digits[count] = UInt8(truncatingIfNeeded: rest)
      bytes.append(contentsOf: digits[...count])
    }
  }

  mutating func text(_ text: some Collection<UInt8>) {
    number(Int64(text.count))
    bytes += text
  }

  mutating func code(_ code: BodyCode) { code.appendUTF8(to: &bytes) }

  mutating func date(_ date: CivilDate) { number(Int64(date.daysSinceEpoch)) }

  mutating func dates(_ dates: [CivilDate]) {
    number(Int64(dates.count))
    for date in dates { self.date(date) }
  }

  mutating func instant(_ instant: Instant) { number(instant.millisecondsSinceEpoch) }

  mutating func moment(_ moment: Moment) {
    instant(moment.occurredAt)
    number(moment.position)
  }

  mutating func text(_ range: TextRange, _ texts: some NamedTexts) {
    number(Int64(range.count))
    texts.withUTF8(range) { bytes += $0 }
  }

  mutating func citation(_ citation: Obligation.Citation, _ texts: some NamedTexts) {
    moment(citation.moment)
    text(citation.event, texts)
  }

  /// A value that may be missing.
  mutating func optional<Value>(_ value: Value?, _ write: (inout Self, Value) -> Void) {
    flag(value != nil)
    if let value { write(&self, value) }
  }
}
