import WorkingDays

/// A part of a page's bytes.
struct TextRange: Equatable, Sendable {
  var start: UInt32
  var count: UInt32

  init(_ start: Int, _ end: Int) {
    self.start = UInt32(truncatingIfNeeded: start)
    count = UInt32(truncatingIfNeeded: end - start)
  }

  /// Where it stands in the bytes.
  var bytes: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// Walks over a leaf that is written plainly: no escapes, no characters but those that nearly all
/// records use. It accepts less than `CanonicalReader`, never more; whoever is told `false` or
/// `nil` asks that reader, which also knows what to say about it.
///
/// The bytes must be followed by ``padding`` zeros. A zero matches nothing that is asked for, so no
/// step leaves the bytes, and none needs to compare with their end.
struct LeafCursor {
  /// How many zeros follow the bytes: more than any literal or number that is looked for.
  static let padding = 64

  let bytes: UnsafePointer<UInt8>
  private(set) var at: Int
  /// The two dates that were read last, by their bytes: acts, and their recording.
  private var known: (KnownDate, KnownDate) = (KnownDate(), KnownDate())

  /// The two codes that were read last: mostly the body that acts is the one that it is about.
  private var knownCodes: (BodyCode?, BodyCode?)

  private struct KnownDate {
    // The date's own bytes: any others, zeros too, may stand in a leaf.
    var head: UInt64 = 0x2D31_302D_3130_3030
    var tail = UInt16(littleEndian: 0x3130)
    var date = CivilDate.min
  }

  init(_ bytes: UnsafePointer<UInt8>, at start: Int) {
    self.bytes = bytes
    at = start
  }

  /// Begins anew at the leaf that starts there.
  mutating func move(to start: Int) { at = start }

  @inline(__always)
  private func word(at offset: Int) -> UInt64 {
    UInt64(
      littleEndian: UnsafeRawPointer(bytes + offset).loadUnaligned(as: UInt64.self))
  }

  // MARK: Literals

  /// Moves past `literal` when it is next.
  @inline(__always)
  mutating func take(_ literal: StaticString) -> Bool {
    guard isNext(literal) else { return false }
    at += literal.utf8CodeUnitCount
    return true
  }

  /// Whether `literal`, of at most ``padding`` bytes, is next.
  @inline(__always)
  func isNext(_ literal: StaticString) -> Bool {
    let count = literal.utf8CodeUnitCount
    let expected = UnsafeRawPointer(literal.utf8Start)
    let found = UnsafeRawPointer(bytes + at)
    var offset = 0
    while offset + 8 <= count {
      if found.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        != expected.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      {
        return false
      }
      offset += 8
    }
    while offset < count {
      if found.load(fromByteOffset: offset, as: UInt8.self)
        != expected.load(fromByteOffset: offset, as: UInt8.self)
      {
        return false
      }
      offset += 1
    }
    return true
  }

  /// Moves past the bytes of `range` when the same bytes are next.
  @inline(__always)
  mutating func take(sameAs range: TextRange) -> Bool {
    take(UnsafeBufferPointer(start: bytes + Int(range.start), count: Int(range.count)))
  }

  /// Moves past bytes when they are next.
  @inline(__always)
  mutating func take(_ expected: UnsafeBufferPointer<UInt8>) -> Bool {
    guard Self.areEqual(expected, bytes + at) else { return false }
    at += expected.count
    return true
  }

  /// Whether the same bytes begin at a place.
  @inline(__always)
  static func areEqual(
    _ expected: UnsafeBufferPointer<UInt8>, _ start: UnsafePointer<UInt8>
  ) -> Bool {
    let (left, right) = (UnsafeRawBufferPointer(expected), UnsafeRawPointer(start))
    var offset = 0
    while offset + 8 <= left.count {
      guard
        left.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
          == right.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      else { return false }
      offset += 8
    }
    while offset < left.count {
      guard left[offset] == right.load(fromByteOffset: offset, as: UInt8.self) else { return false }
      offset += 1
    }
    return true
  }

  // MARK: Strings

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// A mark in every byte that is below `least`, a quote, a backslash, a delete or not ASCII. Only
  /// the lowest mark is exact.
  @inline(__always)
  private static func marks(_ word: UInt64, below least: UInt64) -> UInt64 {
    let quote = word ^ (ones &* 0x22)
    let slash = word ^ (ones &* 0x5C)
    let delete = word ^ (ones &* 0x7F)
    let low = (word &- ones &* least) & ~word
    let found =
      low | (quote &- ones) & ~quote | (slash &- ones) & ~slash | (delete &- ones) & ~delete
    return (found | word) & highs
  }

  /// The text up to the closing quote, which is next then: at least one character that is surely
  /// visible, and nothing that could be a control.
  @inline(__always)
  mutating func text() -> TextRange? {
    let start = at
    var isVisible = false
    while true {
      let word = word(at: at)
      let marks = Self.marks(word, below: 0x20)
      let plain = marks == 0 ? 8 : marks.trailingZeroBitCount / 8
      if plain > 0 {
        let unlike = word ^ (Self.ones &* 0x20)
        isVisible = isVisible || (plain == 8 ? unlike : unlike & ~(UInt64.max << (8 * plain))) != 0
        at += plain
        if plain == 8 { continue }
      }
      if bytes[at] == 0x22 { break }
      guard takeWideCharacters(&isVisible) else { return nil }
    }
    return isVisible ? TextRange(start, at) : nil
  }

  /// The identifier up to the closing quote, which is next then: 1 to 64 bytes.
  @inline(__always)
  mutating func identifier() -> TextRange? {
    let start = at
    while true {
      let marks = Self.marks(word(at: at), below: 0x21)
      guard marks != 0 else {
        at += 8
        continue
      }
      at += marks.trailingZeroBitCount / 8
      if bytes[at] == 0x22 { break }
      guard 0xE4...0xE9 ~= bytes[at], takeWideCharacter() else { return nil }
    }
    return 1...64 ~= at - start ? TextRange(start, at) : nil
  }

  /// Moves past characters of three bytes (U+1000 to U+FFFF); at least one must be next.
  @inline(__always)
  private mutating func takeWideCharacters(_ isVisible: inout Bool) -> Bool {
    if areTwoIdeographs(word(at: at)) {
      isVisible = true
      repeat { at += 6 } while areTwoIdeographs(word(at: at))
      if bytes[at] < 0xE1 { return true }
    }
    repeat {
      // U+4000 to U+9FFF holds nothing but ideographs.
      if 0xE4...0xE9 ~= bytes[at] { isVisible = true }
      guard takeWideCharacter() else { return false }
    } while bytes[at] >= 0xE1
    return true
  }

  /// Whether the lowest six bytes are two characters of U+4000 to U+9FFF.
  @inline(__always)
  private func areTwoIdeographs(_ word: UInt64) -> Bool {
    guard word & 0xC0C0_F0C0_C0F0 == 0x8080_E080_80E0 else { return false }
    return 4...9 ~= word & 0xF && 4...9 ~= word >> 24 & 0xF
  }

  @inline(__always)
  private mutating func takeWideCharacter() -> Bool {
    let lead = bytes[at]
    // 0xE0 could be overlong, 0xED a surrogate.
    guard 0xE1...0xEF ~= lead, lead != 0xED, bytes[at + 1] & 0xC0 == 0x80,
      bytes[at + 2] & 0xC0 == 0x80
    else { return false }
    at += 3
    return true
  }

  // MARK: Scalars

  /// A body's code, without its quotes.
  @inline(__always)
  mutating func bodyCode() -> BodyCode? {
    let text = UnsafeRawPointer(bytes + at)
    let words = (
      UInt64(bigEndian: text.loadUnaligned(as: UInt64.self)),
      UInt64(bigEndian: text.loadUnaligned(fromByteOffset: 8, as: UInt64.self)),
      UInt16(bigEndian: text.loadUnaligned(fromByteOffset: 16, as: UInt16.self))
    )
    if let code = known(words) {
      at += 18
      return code
    }
    guard let code = BodyCode(utf8: UnsafeBufferPointer(start: bytes + at, count: 18)) else {
      return nil
    }
    knownCodes = (code, knownCodes.0)
    at += 18
    return code
  }

  @inline(__always)
  private func known(_ words: (UInt64, UInt64, UInt16)) -> BodyCode? {
    if let code = knownCodes.0, code.words == words { return code }
    if let code = knownCodes.1, code.words == words { return code }
    return nil
  }

  /// A timestamp as stored, `2025-09-26T15:20:00.000+08:00`, without its quotes.
  @inline(__always)
  mutating func instant() -> Instant? {
    guard let date = dateOfInstant(), bytes[at + 10] == UInt8(ascii: "T") else { return nil }
    // Digits become their values, and what stands between them zero.
    let clock = word(at: at + 11) ^ 0x3030_3A30_303A_3030
    let rest = word(at: at + 19) ^ 0x3A38_302B_3030_302E
    guard Self.areDigits(clock), clock & 0x0000_FF00_00FF_0000 == 0, Self.areDigits(rest),
      rest & 0xFFFF_FFFF_0000_00FF == 0, bytes[at + 27] == 0x30, bytes[at + 28] == 0x30
    else { return nil }
    let hour = Self.pair(clock)
    let minute = Self.pair(clock >> 24)
    let second = Self.pair(clock >> 48)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    let fraction = (rest >> 8 & 0xFF) * 100 + Self.pair(rest >> 16)
    at += 29
    let seconds = (hour * 60 + minute) * 60 + second
    return Instant(beijingDate: date, millisecondOfDay: Int64(seconds * 1000 + fraction))
  }

  /// Whether every byte is at most 9.
  @inline(__always)
  private static func areDigits(_ word: UInt64) -> Bool {
    (word | (word &+ ones &* 0x76)) & highs == 0
  }

  /// The number of the two digits in the lowest bytes.
  @inline(__always)
  private static func pair(_ word: UInt64) -> UInt64 { (word & 0xFF) * 10 + (word >> 8 & 0xFF) }

  /// The date that is next. Most timestamps are of the day of the one before.
  @inline(__always)
  private mutating func dateOfInstant() -> CivilDate? {
    let head = word(at: at)
    let tail = UnsafeRawPointer(bytes + at + 8).loadUnaligned(as: UInt16.self)
    if known.0.head == head, known.0.tail == tail { return known.0.date }
    if known.1.head == head, known.1.tail == tail { return known.1.date }
    let text = UnsafeBufferPointer(start: bytes + at, count: 10)
    guard let date = CivilDate(utf8: text.span) else { return nil }
    known = (KnownDate(head: head, tail: tail, date: date), known.0)
    return date
  }

  /// A date, without its quotes.
  @inline(__always)
  mutating func date() -> CivilDate? {
    let text = UnsafeBufferPointer(start: bytes + at, count: 10)
    guard let date = CivilDate(utf8: text.span) else { return nil }
    at += 10
    return date
  }

  /// A number of at most fifteen digits.
  @inline(__always)
  mutating func integer() -> Int64? {
    let start = at
    var value: Int64 = 0
    while case let digit = bytes[at] &- 0x30, digit < 10 {
      value = value &* 10 &+ Int64(digit)
      at += 1
    }
    let count = at - start
    return 1...15 ~= count && (count == 1 || bytes[start] != 0x30) ? value : nil
  }

  /// `true` or `false`.
  @inline(__always)
  mutating func bool() -> Bool? {
    if take("true") { return true }
    return take("false") ? false : nil
  }

  // MARK: Lists

  /// How many elements are compared with each other; longer lists are for the other reader.
  private static let longestList = 128

  /// Moves past a list's elements to its closing bracket; `element` reads one, its quotes or braces
  /// included, and gives what must be distinct of it.
  @inline(__always)
  mutating func elements(_ element: (inout LeafCursor) -> TextRange?) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.longestList) { seen in
      var count = 0
      repeat {
        guard count < Self.longestList, let name = element(&self) else { return false }
        let print = fingerprint(name)
        for index in 0..<count where seen[index] == print { return false }
        seen.initializeElement(at: count, to: print)
        count += 1
      } while take(",")
      return bytes[at] == UInt8(ascii: "]")
    }
  }

  /// Equal bytes have equal fingerprints.
  @inline(__always)
  private func fingerprint(_ range: TextRange) -> UInt64 {
    var print = UInt64(range.count)
    for offset in Int(range.start)..<Int(range.start) + Int(range.count) {
      print = (print ^ UInt64(bytes[offset])) &* 0x9E37_79B9_7F4A_7C15
      print ^= print >> 29
    }
    return print
  }

  /// Moves past a string and both its quotes.
  @inline(__always)
  mutating func quoted(_ read: (inout LeafCursor) -> TextRange?) -> TextRange? {
    guard take("\""), let range = read(&self), take("\"") else { return nil }
    return range
  }
}
