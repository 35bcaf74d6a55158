import WorkingDays

/// An act as the judge sees it: a view in its page.
struct Act: ValuesInPage {
  let page: EventPage
  let view: EventView

  var type: EventType { view.type }

  /// The name that stands in a part of the page.
  func name(_ range: TextRange) -> Name { page.withText { Name($0[range]) } }

  /// What a key names.
  func named(_ key: DataKey) -> NamedText? {
    page.text(key, of: view).map { NamedText(name: name($0), text: $0) }
  }

  /// Whether what two acts hold under keys says the same; `nil` where one holds nothing.
  func text(_ key: DataKey, saysThatOf other: Act, _ otherKey: DataKey) -> Bool? {
    guard let own = page.text(key, of: view), let others = other.page.text(otherKey, of: other.view)
    else { return nil }
    return page.withText { text in
      other.page.withText { Wording.isSame(text[own], $0[others]) }
    }
  }

  /// Whether it is an act on another matter than that of its own stream.
  var isOnOtherMatter: Bool {
    guard let key = form.actsOn?.key else { return false }
    return has(form.keys[key].key)
  }

  /// What a finding keeps of it.
  var citation: Obligation.Citation { Obligation.Citation(moment: moment, event: view.id) }
}

/// A name, and where it stands.
struct NamedText: Equatable, Sendable {
  let name: Name
  let text: TextRange

  static func == (left: Self, right: Self) -> Bool { left.name == right.name }
}

/// Where the texts stand that findings name.
protocol NamedTexts {
  /// The identifier in a part of the texts.
  func identifier(_ range: TextRange) -> Identifier
  /// Calls `body` with the bytes of a part.
  func withUTF8<Result>(_ range: TextRange, _ body: (UnsafeBufferPointer<UInt8>) -> Result)
    -> Result
}

extension NamedTexts {
  func identifier(_ range: TextRange) -> Identifier {
    Identifier(withUTF8(range) { String(decoding: $0, as: UTF8.self) })
  }
}

extension EventPage: NamedTexts {
  func withUTF8<Result>(
    _ range: TextRange, _ body: (UnsafeBufferPointer<UInt8>) -> Result
  ) -> Result {
    withText { body($0[range]) }
  }
}

extension AuditScope {
  /// Whether an act counts: it had occurred and was known by the times asked about.
  @inline(__always)
  func counts(_ view: EventView) -> Bool { counts(view.occurredAt, knownAt: view.knownAt) }
}
