extension CompactWriter {
  mutating func succession(_ succession: Succession) {
    number(succession.position)
    text(succession.event.text.utf8)
    date(succession.on)
    instant(succession.occurredAt)
    instant(succession.knownAt)
    switch succession.change {
    case .body(let body, let successors):
      flag(true)
      code(body)
      number(Int64(successors.count))
      for successor in successors { self.successor(successor) }
    case .division(let division, let successor):
      flag(false)
      number(Int64(division.code))
      number(Int64(successor.code))
    }
  }

  private mutating func successor(_ successor: Successor) {
    code(successor.department)
    optional(successor.scope) { writer, scope in
      writer.number(Int64(scope.count))
      for entry in scope { writer.text(entry.text.utf8) }
    }
  }
}

extension CompactReader {
  mutating func succession() -> Succession? {
    guard let position = number(), let event = identifier(), let on = date(),
      let occurredAt = instant(), let knownAt = instant(), let isOfBody = flag(),
      let change = isOfBody ? bodyChange() : divisionChange()
    else { return nil }
    return Succession(
      change: change, on: on, position: position, event: event, occurredAt: occurredAt,
      knownAt: knownAt)
  }

  private mutating func bodyChange() -> Succession.Change? {
    guard let body = code(), let successors = items({ $0.successor() }) else { return nil }
    return .body(body, successors)
  }

  private mutating func successor() -> Successor? {
    guard let department = code(), let scope = optional({ $0.items { $0.identifier() } }) else {
      return nil
    }
    return Successor(department: department, scope: scope)
  }

  private mutating func divisionChange() -> Succession.Change? {
    guard let division = readDivision(), let successor = readDivision() else { return nil }
    return .division(division, to: successor)
  }

  private mutating func readDivision() -> Division? {
    number().flatMap(Int32.init(exactly:)).flatMap { Division(code: $0) }
  }

  /// As many items as a number says; `nil` when there are fewer.
  private mutating func items<Item>(_ read: (inout Self) -> Item?) -> [Item]? {
    guard let count = number(below: .max) else { return nil }
    var items: [Item] = []
    for _ in 0..<count {
      guard let item = read(&self) else { return nil }
      items.append(item)
    }
    return items
  }
}
