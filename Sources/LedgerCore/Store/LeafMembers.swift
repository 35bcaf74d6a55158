/// Where a leaf has the members by which an event is found, without reading the event.
///
/// Canonical JSON has `id`, `stream` and `type` after `data`, and before every quote inside a string a
/// backslash. So the last place where `,"id":"` stands is the event's own, whatever its data holds.
/// It is meant for leaves that were compared with the log's tree: what is no event may seem to have
/// members all the same.
package struct LeafMembers: Sendable {
  /// The id, as it is written between its quotes.
  package let id: Range<Int>
  /// The name of the stream, as it is written between its quotes.
  package let stream: Range<Int>
  /// The type, as it is written between its quotes.
  package let type: Range<Int>
  /// Whether the version is 0.
  package let isFirstOfStream: Bool

  /// Finds the members of a leaf; `nil` where they are not.
  package init?(of leaf: Range<Int>, in bytes: UnsafeRawBufferPointer) {
    guard leaf.lowerBound >= 0, leaf.upperBound <= bytes.count else { return nil }
    var cursor = BackwardCursor(bytes: bytes, start: leaf.lowerBound, at: leaf.upperBound)
    guard cursor.take("}"), cursor.takeDigits(), cursor.take("\",\"version\":") else { return nil }
    let version = cursor.at + #"","version":"#.utf8.count
    isFirstOfStream = bytes[version] == UInt8(ascii: "0")
    let typeEnd = cursor.at
    guard let type = cursor.moveBefore("\",\"type\":\"") else { return nil }
    let streamEnd = cursor.at
    guard let stream = cursor.moveBefore(",\"stream\":\"") else { return nil }
    guard let id = cursor.moveBefore(",\"id\":\"") else { return nil }
    guard let idEnd = Self.closingQuote(from: id, to: stream, in: bytes) else { return nil }
    self.type = type..<typeEnd
    self.stream = stream..<streamEnd
    self.id = id..<idEnd
  }

  /// Where the string ends whose characters begin at `start`.
  private static func closingQuote(
    from start: Int, to end: Int, in bytes: UnsafeRawBufferPointer
  ) -> Int? {
    var index = start
    while index < end {
      if bytes[index] == UInt8(ascii: "\"") { return index }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}

/// Reads a leaf from its end.
private struct BackwardCursor {
  let bytes: UnsafeRawBufferPointer
  let start: Int
  /// The byte before this one is next.
  var at: Int

  /// Moves before `literal` when it is next.
  mutating func take(_ literal: StaticString) -> Bool {
    let place = at - literal.utf8CodeUnitCount
    guard place >= start, isAt(place, literal) else { return false }
    at = place
    return true
  }

  /// Moves before the digits that are next, of which there must be some.
  mutating func takeDigits() -> Bool {
    let end = at
    while at > start, 0x30...0x39 ~= bytes[at - 1] { at -= 1 }
    return at < end
  }

  /// Moves before the last `literal`, and gives where it ends.
  mutating func moveBefore(_ literal: StaticString) -> Int? {
    let count = literal.utf8CodeUnitCount
    let first = literal.utf8Start[0]
    var place = at - count
    while place >= start {
      if bytes[place] == first, isAt(place, literal) {
        at = place
        return place + count
      }
      place -= 1
    }
    return nil
  }

  private func isAt(_ place: Int, _ literal: StaticString) -> Bool {
    for offset in 0..<literal.utf8CodeUnitCount
    where bytes[place + offset] != literal.utf8Start[offset] { return false }
    return true
  }
}

extension LeafMembers {
  /// What the index of ids knows the event by; `nil` where the id is written with escapes.
  package func idHash(in bytes: UnsafeRawBufferPointer) -> NameHash? { Self.hash(id, bytes) }

  /// What the index of streams knows the stream by; `nil` where its name is written with escapes.
  package func streamHash(in bytes: UnsafeRawBufferPointer) -> NameHash? {
    Self.hash(stream, bytes)
  }

  private static func hash(_ name: Range<Int>, _ bytes: UnsafeRawBufferPointer) -> NameHash? {
    let name = UnsafeRawBufferPointer(rebasing: bytes[name])
    return name.contains(UInt8(ascii: "\\")) ? nil : NameHash(of: name)
  }

  /// The event's type; `nil` when there is none of the name.
  package func eventType(in bytes: UnsafeRawBufferPointer) -> EventType? {
    bytes[type].withMemoryRebound(to: UInt8.self) { TypeInLeaf.find($0)?.form.type }
  }
}
