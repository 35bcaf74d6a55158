import WorkingDays

/// Reading the data of an act with a form that is written plainly, key by key.
extension LeafCursor {
  /// The form of the type that is next, up to its closing quote.
  func form() -> ActForm? {
    let forms = ActForm.inOrder
    var (low, high) = (0, forms.count)
    while low < high {
      let middle = (low + high) / 2
      let order = order(of: forms[middle].typeInLeaf)
      if order == 0 { return forms[middle] }
      if order < 0 { high = middle } else { low = middle + 1 }
    }
    return nil
  }

  /// Below zero when the bytes that are next come before the expected ones, zero when they are those.
  private func order(of expected: [UInt8]) -> Int {
    for (offset, byte) in expected.enumerated() where bytes[at + offset] != byte {
      return Int(bytes[at + offset]) - Int(byte)
    }
    return 0
  }

  /// Moves past bytes, at most ``padding`` of them, when they are next.
  mutating func take(_ expected: [UInt8]) -> Bool {
    guard order(of: expected) == 0 else { return false }
    move(to: at + expected.count)
    return true
  }

  /// Reads the members of an act's data, and gives where the name of what it is about stands.
  mutating func members(
    of form: ActForm, _ values: inout [EventView.Value]
  ) -> TextRange? {
    var subject: TextRange?
    var isFirst = true
    for key in form.keys {
      let start = at
      guard isFirst || take(","), take(key.head) else {
        guard key.isOptional else { return nil }
        move(to: start)
        values.append(.absent)
        continue
      }
      isFirst = false
      let value = at
      guard let read = self.value(key.kind) else { return nil }
      values.append(read)
      if key.text == form.subject.text { subject = TextRange(value + 1, at - 1) }
    }
    return subject
  }

  private mutating func value(_ kind: ActForm.Kind) -> EventView.Value? {
    switch kind {
    case .identifier: quoted { $0.identifier() }.map { .text($0) }
    case .text: quoted { $0.text() }.map { .text($0) }
    case .code: between { $0.bodyCode() }.map { .code($0) }
    case .date, .past: between { $0.date() }.map { .date($0) }
    case .division: between { $0.division() }.map { .division($0) }
    case .instant: between { $0.instant() }.map { .instant($0) }
    case .integer(let range):
      integer().flatMap { range.contains($0) ? .integer($0) : nil }
    case .choice(let names): choice(among: names)
    case .texts:
      take("[") && list({ $0.quoted { $0.text() } }) && take("]") ? .texts : nil
    }
  }

  private mutating func between<Value>(_ read: (inout LeafCursor) -> Value?) -> Value? {
    guard take("\""), let value = read(&self), take("\"") else { return nil }
    return value
  }

  private mutating func choice(among names: [String]) -> EventView.Value? {
    guard let range = quoted({ $0.identifier() }) else { return nil }
    let found = UnsafeBufferPointer(start: bytes + Int(range.start), count: Int(range.count))
    let place = names.firstIndex { $0.utf8.elementsEqual(found) }
    return place.map { .choice(UInt8(truncatingIfNeeded: $0)) }
  }

  /// The six digits of a division's code.
  private mutating func division() -> Division? {
    let text = UnsafeBufferPointer(start: bytes + at, count: 6)
    guard let division = Division(utf8: text) else { return nil }
    move(to: at + 6)
    return division
  }
}
