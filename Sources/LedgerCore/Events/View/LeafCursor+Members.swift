import WorkingDays

/// Reading the data of an event that is written plainly, key by key.
extension LeafCursor {
  /// Reads the members of an event's data, and gives where the name of what it is about stands.
  ///
  /// - Parameter lists: takes one value for each key of the form.
  mutating func members(of form: EventForm, _ lists: inout EventView.Lists) -> TextRange? {
    var subject: TextRange?
    var count = 0
    for (place, key) in form.keys.enumerated() {
      let start = at
      guard count == 0 || take(","), take(key.head) else {
        guard key.isOptional else { return nil }
        move(to: start)
        lists.values.append(.absent)
        continue
      }
      count += 1
      let value = at
      guard let read = self.value(key.kind, &lists) else { return nil }
      lists.values.append(read)
      if place == form.subject { subject = TextRange(value + 1, at - 1) }
    }
    return count >= form.leastKeys ? subject : nil
  }

  @inline(__always)
  private mutating func value(
    _ kind: EventForm.Kind, _ lists: inout EventView.Lists
  ) -> EventView.Value? {
    switch kind {
    case .identifier: return quoted { $0.identifier() }.map { .text($0) }
    case .slashless:
      guard let range = quoted({ $0.identifier() }), !contains("/", range) else { return nil }
      return .text(range)
    case .text: return quoted { $0.text() }.map { .text($0) }
    case .code: return between { $0.bodyCode() }.map { .code($0) }
    case .date, .past: return between { $0.date() }.map { .date($0) }
    case .division: return between { $0.division() }.map { .division($0) }
    case .instant: return between { $0.instant() }.map { .instant($0) }
    case .bool: return bool().map { .bool($0) }
    case .integer(let range):
      return integer().flatMap { range.contains($0) ? .integer($0) : nil }
    case .choice(let names): return choice(among: names)
    case .texts: return texts(orEmpty: false, &lists.identifiers) { $0.text() }
    case .identifiers(let orEmpty):
      return texts(orEmpty: orEmpty, &lists.identifiers) { $0.identifier() }
    case .fields: return list { $0.field() }
    case .other: return nil
    }
  }

  private mutating func between<Value>(_ read: (inout LeafCursor) -> Value?) -> Value? {
    guard take("\""), let value = read(&self), take("\"") else { return nil }
    return value
  }

  private func contains(_ character: Unicode.Scalar, _ range: TextRange) -> Bool {
    let start = Int(range.start)
    return (start..<start + Int(range.count)).contains { bytes[$0] == UInt8(ascii: character) }
  }

  /// The place of the name that is next: the names stand one after the other, each with its quote.
  private mutating func choice(among names: EventForm.Names) -> EventView.Value? {
    guard take("\"") else { return nil }
    let all = UnsafeBufferPointer(
      start: names.text.utf8Start, count: names.text.utf8CodeUnitCount)
    var place: UInt8 = 0
    var start = 0
    while start < all.count {
      var offset = start
      while bytes[at + offset - start] == all[offset] {
        if all[offset] == 0x22 {
          move(to: at + offset - start + 1)
          return .choice(place)
        }
        offset += 1
      }
      while all[offset] != 0x22 { offset += 1 }
      start = offset + 1
      place += 1
    }
    return nil
  }

  /// A list of at least one element.
  private mutating func list(_ element: (inout LeafCursor) -> TextRange?) -> EventView.Value? {
    let start = at
    guard take("["), elements(element), take("]") else { return nil }
    return .json(TextRange(start, at))
  }

  /// A list of texts, each of which `read` reads.
  @inline(__always)
  private mutating func texts(
    orEmpty: Bool, _ texts: inout [TextRange], _ read: (inout LeafCursor) -> TextRange?
  ) -> EventView.Value? {
    let first = texts.count
    let start = at
    guard take("[") else { return nil }
    if !orEmpty || !isNext("]") {
      let areTexts = elements { cursor in
        let text = cursor.quoted(read)
        if let text { texts.append(text) }
        return text
      }
      guard areTexts else { return nil }
    }
    guard take("]") else { return nil }
    return .texts(.init(first..<texts.count), TextRange(start, at))
  }

  /// An attribute of an entry; gives where its name stands.
  private mutating func field() -> TextRange? {
    guard take(#"{"name":""#), let name = text(), take(#"","type":""#), text() != nil,
      take(#""}"#)
    else { return nil }
    return name
  }

  /// The six digits of a division's code.
  private mutating func division() -> Division? {
    let text = UnsafeBufferPointer(start: bytes + at, count: 6)
    guard let division = Division(utf8: text) else { return nil }
    move(to: at + 6)
    return division
  }
}
