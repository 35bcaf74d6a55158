import WorkingDays

/// A line of input as canonical bytes, without having read what it says: members are put in order,
/// spaces left out, escapes undone and moments written in Beijing time. Whether it is a record is for
/// the reader of these bytes to find out.
enum CanonicalLine {
  /// What stands in the place of what the ledger stamps: position, time and version.
  static let unstamped = Instant(rfc3339: "2000-01-01T00:00:00.000+08:00") ?? .min

  /// Appends a line as the event that it makes in its place in the log, with zeros and
  /// ``unstamped`` where the ledger's stamps will be.
  ///
  /// - Returns: where the position stands; `nil`, with nothing appended, for a line that this cannot
  ///   make sense of.
  static func append(_ line: [UInt8], to bytes: inout [UInt8]) -> Int? {
    let start = bytes.count
    let position = line.withUnsafeBufferPointer { line in
      var scanner = LineScanner(line)
      return scanner.append(to: &bytes)
    }
    if position == nil { bytes.removeLast(bytes.count - start) }
    return position
  }
}

/// Walks over a line of JSON whose bytes it never leaves.
private struct LineScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// The members of a record besides its data.
  private enum RecordKey: Int, CaseIterable {
    case actor, causation, correlation, data, id, occurredAt, sourceRecordedAt, type

    var head: StaticString {
      switch self {
      case .actor: #""actor":"#
      case .causation: #""causation":"#
      case .correlation: #""correlation":"#
      case .data: #""data":"#
      case .id: #""id":"#
      case .occurredAt: #""occurredAt":"#
      case .sourceRecordedAt: #""sourceRecordedAt":"#
      case .type: #""type":"#
      }
    }
  }

  mutating func append(to output: inout [UInt8]) -> Int? {
    withUnsafeTemporaryAllocation(of: Range<Int>?.self, capacity: RecordKey.allCases.count) {
      values in
      values.initialize(repeating: nil)
      skipSpace()
      guard members(values, { RecordKey(rawValue: $0)?.head }) else { return nil }
      skipSpace()
      guard at == bytes.count, let type = values[RecordKey.type.rawValue],
        let name = plainString(type), let found = TypeInLeaf.find(name),
        let data = values[RecordKey.data.rawValue]
      else { return nil }
      return append(values, found, data, to: &output)
    }
  }

  private mutating func append(
    _ values: UnsafeMutableBufferPointer<Range<Int>?>, _ type: TypeInLeaf, _ data: Range<Int>,
    to output: inout [UInt8]
  ) -> Int? {
    output.append(UInt8(ascii: "{"))
    for key in [RecordKey.actor, .causation, .correlation] {
      guard let value = values[key.rawValue] else { continue }
      append(key.head, to: &output)
      guard appendString(value, to: &output) else { return nil }
    }
    append(RecordKey.data.head, to: &output)
    guard let subject = append(data, of: type, to: &output), let id = values[RecordKey.id.rawValue],
      let occurredAt = values[RecordKey.occurredAt.rawValue]
    else { return nil }
    append(RecordKey.id.head, to: &output)
    guard appendString(id, to: &output) else { return nil }
    append(RecordKey.occurredAt.head, to: &output)
    guard appendInstant(occurredAt, to: &output) else { return nil }
    output.append(contentsOf: #","position":"#.utf8)
    let position = output.count
    output.append(
      contentsOf: #"0,"recordedAt":"2000-01-01T00:00:00.000+08:00","schema":1,"#.utf8)
    if let source = values[RecordKey.sourceRecordedAt.rawValue] {
      output.append(contentsOf: #""sourceRecordedAt":"#.utf8)
      guard appendInstant(source, to: &output) else { return nil }
      output.append(UInt8(ascii: ","))
    }
    output.append(contentsOf: #""stream":""#.utf8)
    output.append(contentsOf: type.stream)
    for place in subject { output.append(output[place]) }
    output.append(contentsOf: #"","type":""#.utf8)
    output.append(contentsOf: type.type)
    output.append(contentsOf: #","version":0}"#.utf8)
    return position
  }

  /// Appends the members of the data in canonical order, and gives where the name of what they are
  /// about stands in `bytes`.
  private mutating func append(
    _ data: Range<Int>, of type: TypeInLeaf, to output: inout [UInt8]
  ) -> Range<Int>? {
    let form = type.form
    return withUnsafeTemporaryAllocation(of: Range<Int>?.self, capacity: form.keys.count) {
      values in
      values.initialize(repeating: nil)
      at = data.lowerBound
      let keys = form.keys
      guard members(values, { $0 < keys.count ? keys[$0].head : nil }), at == data.upperBound
      else { return nil }
      var subject: Range<Int>?
      output.append(UInt8(ascii: "{"))
      for place in keys.indices {
        guard let value = values[place] else { continue }
        append(keys[place].head, to: &output)
        let start = output.count
        guard append(value, as: keys[place].kind, to: &output) else { return nil }
        if place == form.subject {
          guard bytes[value.lowerBound] == 0x22 else { return nil }
          subject = start + 1..<output.count - 1
        }
      }
      output.append(UInt8(ascii: "}"))
      return subject
    }
  }

  // MARK: Walking

  private mutating func skipSpace() {
    while at < bytes.count, Self.isSpace(bytes[at]) { at += 1 }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  /// Moves past an object, noting where the values of its members stand. Every key must be one of
  /// those that `head` gives by their places, written without escapes, and stand once.
  private mutating func members(
    _ values: UnsafeMutableBufferPointer<Range<Int>?>, _ head: (Int) -> StaticString?
  ) -> Bool {
    guard take(UInt8(ascii: "{")) else { return false }
    skipSpace()
    if take(UInt8(ascii: "}")) { return true }
    var expected = 0
    repeat {
      skipSpace()
      guard let place = key(from: expected, of: values.count, head), values[place] == nil else {
        return false
      }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return false }
      skipSpace()
      let start = at
      guard skipValue(depth: 0) else { return false }
      values[place] = start..<at
      expected = place + 1
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}"))
  }

  /// The place of the key that is next; keys mostly come in order.
  private mutating func key(
    from expected: Int, of count: Int, _ head: (Int) -> StaticString?
  ) -> Int? {
    for offset in 0..<count {
      let place = (expected + offset) % count
      guard let head = head(place) else { continue }
      // Without the colon, before which spaces may stand.
      let length = head.utf8CodeUnitCount - 1
      guard at + length <= bytes.count else { continue }
      var same = 0
      while same < length, bytes[at + same] == head.utf8Start[same] { same += 1 }
      if same == length {
        at += length
        return place
      }
    }
    return nil
  }

  /// Moves past a value, whatever it is.
  private mutating func skipValue(depth: Int) -> Bool {
    guard at < bytes.count, depth < 8 else { return false }
    switch bytes[at] {
    case 0x22: return skipString()
    case UInt8(ascii: "["): return skipList(depth: depth)
    case UInt8(ascii: "{"): return skipObject(depth: depth)
    default:
      let start = at
      while at < bytes.count, Self.isOfWord(bytes[at]) { at += 1 }
      return at > start
    }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    0x30...0x39 ~= byte || 0x61...0x7A ~= byte || byte == UInt8(ascii: "-")
  }

  private mutating func skipString() -> Bool {
    at += 1
    while at < bytes.count {
      switch bytes[at] {
      case 0x22:
        at += 1
        return true
      case 0x5C: at += 2
      case 0..<0x20: return false
      default: at += 1
      }
    }
    return false
  }

  private mutating func skipList(depth: Int) -> Bool {
    at += 1
    skipSpace()
    if take(UInt8(ascii: "]")) { return true }
    repeat {
      skipSpace()
      guard skipValue(depth: depth + 1) else { return false }
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]"))
  }

  private mutating func skipObject(depth: Int) -> Bool {
    at += 1
    skipSpace()
    if take(UInt8(ascii: "}")) { return true }
    repeat {
      skipSpace()
      guard at < bytes.count, bytes[at] == 0x22, skipString() else { return false }
      skipSpace()
      guard take(UInt8(ascii: ":")) else { return false }
      skipSpace()
      guard skipValue(depth: depth + 1) else { return false }
      skipSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}"))
  }

  // MARK: Writing

  /// Appends the key of a member with its comma.
  private func append(_ head: StaticString, to output: inout [UInt8]) {
    if output.last != UInt8(ascii: "{") { output.append(UInt8(ascii: ",")) }
    output.append(
      contentsOf: UnsafeBufferPointer(start: head.utf8Start, count: head.utf8CodeUnitCount))
  }

  private mutating func append(
    _ value: Range<Int>, as kind: EventForm.Kind, to output: inout [UInt8]
  ) -> Bool {
    switch kind {
    case .instant: return appendInstant(value, to: &output)
    case .texts, .identifiers, .fields:
      at = value.lowerBound
      return appendTokens(to: value.upperBound, &output)
    case .other: return false
    default:
      if bytes[value.lowerBound] == 0x22 { return appendString(value, to: &output) }
      output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[value]))
      return true
    }
  }

  /// The text of a string without escapes, without its quotes.
  private func plainString(_ value: Range<Int>) -> UnsafeBufferPointer<UInt8>? {
    guard bytes[value.lowerBound] == 0x22 else { return nil }
    let text = UnsafeBufferPointer(rebasing: bytes[value.lowerBound + 1..<value.upperBound - 1])
    return text.contains(0x5C) ? nil : text
  }

  private func appendString(_ value: Range<Int>, to output: inout [UInt8]) -> Bool {
    let string = UnsafeBufferPointer(rebasing: bytes[value])
    guard string.first == 0x22 else { return false }
    if !string.contains(0x5C) {
      output.append(contentsOf: string)
      return true
    }
    guard case .string(let text)? = try? JSONParser.parse(Array(string)) else { return false }
    var writer = CanonicalWriter()
    writer.string(text)
    output += writer.bytes
    return true
  }

  private func appendInstant(_ value: Range<Int>, to output: inout [UInt8]) -> Bool {
    guard let text = plainString(value), let instant = Instant(rfc3339: text) else { return false }
    output.append(0x22)
    instant.appendUTF8(to: &output)
    output.append(0x22)
    return true
  }

  /// Appends a list without the spaces between its tokens. Members of objects keep their order: where
  /// it is another than the canonical one the reader of the bytes refuses them.
  private mutating func appendTokens(to end: Int, _ output: inout [UInt8]) -> Bool {
    while at < end {
      if bytes[at] == 0x22 {
        let start = at
        guard skipString(), appendString(start..<at, to: &output) else { return false }
      } else {
        output.append(bytes[at])
        at += 1
      }
      skipSpace()
    }
    return at == end
  }
}
