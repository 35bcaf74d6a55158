extension EventDescription {
  /// The Swift type of the data, with the choices that its schema lists.
  func payloadSource(_ choices: [KeyDescription.Choice]) -> String {
    let own = choices.filter { $0.owner == type }
    return Vocabulary.heading
      + "import MerkleLog\nimport WorkingDays\n\n"
      + own.filter { !$0.isNested }.map { $0.source(named: $0.swiftType) + "\n" }.joined()
      + (title + " (`\(type)`).\n\n" + description).documentation()
      + "public struct \(swiftName): EventPayload {\n"
      + keys.map { $0.propertySource }.joined()
      + own.filter(\.isNested).map { choice in
        "\n" + choice.source(named: choice.key.upperCamelCase).indented("  ")
      }.joined()
      + "\n" + initializerSource
      + "}\n\n" + codecSource
  }

  private var initializerSource: String {
    let parameters = keys.map { key in
      "\(key.name): \(key.kind.swiftType)\(key.defaultSource)"
    }
    let assignments = keys.map { "    self.\($0.name) = \($0.name.escapedIfReserved)\n" }
    return "  /// Makes the data of `\(type)`.\n"
      + "  public init(\(parameters.joined(separator: ", "))) {\n\(assignments.joined())  }\n"
  }

  private var codecSource: String {
    let reads = canonicalKeys.map { "    \($0.name.escapedIfReserved) = \($0.readSource)\n" }
    let writes = canonicalKeys.map { key in
      "    writer.member(\"\(key.name)\", \(key.name.escapedIfReserved))\n"
    }
    let values = canonicalKeys.map { key in
      "    case .\(key.name): .of(\(key.name.escapedIfReserved))\n"
    }
    let check = isCheckedAsAWhole ? "    try checkAsAWhole()\n" : ""
    return """
      extension \(swiftName) {
        /// `\(type)`.
        public static var type: EventType { .\(caseName) }

        /// The stream that the event belongs to.
        public var stream: StreamName { StreamName(.\(stream.category.lowerCamelCase), of: \(stream.key)) }

        /// The data as that of any event.
        public var eventData: EventData { .\(caseName)(self) }

        init(reading reader: inout CanonicalReader) throws(LedgerError) {
      \(reads.joined())\(check)  }

        func write(to writer: inout CanonicalWriter) {
      \(writes.joined())  }

        func value(of key: DataKey) -> DataValue? {
          switch key {
      \(values.joined())    default: nil
          }
        }
      }

      """
  }
}

extension KeyDescription {
  fileprivate var propertySource: String {
    words.documentation(indent: "  ")
      + "  public var \(name.escapedIfReserved): \(kind.swiftType)\(isOptional ? "?" : "")\n"
  }

  /// What an initializer takes where the key is not given.
  fileprivate var defaultSource: String {
    if isOptional { return "? = nil" }
    guard case .choice(let choice) = kind, choice.values.count == 1 else { return "" }
    return " = .\(choice.values[0].name)"
  }

  /// The description as a sentence; that of a choice may begin with one of its names.
  private var words: String {
    guard case .choice(let choice) = kind,
      choice.values.contains(where: { description.hasPrefix($0.name) })
    else { return description.capitalized }
    return "One of: \(description)"
  }

  /// How the value is read.
  fileprivate var readSource: String {
    let name = "\"\(name)\""
    switch (kind, isOptional) {
    case (.integer(let range), false):
      return "try reader.integer(\(name), in: \(range.literal))"
    case (.integer(let range), true):
      return "try reader.optionalInteger(\(name), in: \(range.literal))"
    case (.slashless, false): return "try reader.slashless(\(name))"
    case (.slashless, true): return "try reader.optionalSlashless(\(name))"
    case (.texts, let isOptional), (.identifiers(orEmpty: false), let isOptional):
      return "try reader.\(isOptional ? "optionalList" : "list")(\(name), orEmpty: false)"
    case (.identifiers(orEmpty: true), let isOptional), (.dates, let isOptional):
      return "try reader.\(isOptional ? "optionalList" : "list")(\(name), orEmpty: true)"
    case (.fields, let isOptional):
      return "try reader.\(isOptional ? "optionalFields" : "fields")(\(name))"
    case (.successors, _): return "try reader.successors(\(name))"
    case (_, false): return "try reader.value(\(name))"
    case (_, true): return "try reader.optionalValue(\(name))"
    }
  }
}

extension KeyDescription.Choice {
  /// The Swift type of the choice.
  fileprivate func source(named name: String) -> String {
    let cases = values.map { value in
      (value.words.capitalized + ".").documentation(indent: "  ")
        + "  case \(value.name.escapedIfReserved)\n"
    }
    let places = values.enumerated().map { place, value in
      "    case \(place): self = .\(value.name)\n"
    }
    return """
      /// What `\(key)` says in `\(owner)`.
      public enum \(name): String, EventChoice {
      \(cases.joined())
        /// The choice at a place among them, from 0; `nil` where there is none.
        public init?(place: Int) {
          switch place {
      \(places.joined())    default: return nil
          }
        }
      }

      """
  }
}

extension ClosedRange<Int> {
  /// The range as Swift source.
  var literal: String { "\(lowerBound.grouped)...\(upperBound.grouped)" }
}

extension Int {
  /// The number with its digits in groups of three, from five digits on.
  fileprivate var grouped: String {
    let digits = String(self)
    guard self >= 10_000 else { return digits }
    return digits.enumerated().map { place, digit in
      place > 0 && (digits.count - place).isMultiple(of: 3) ? "_\(digit)" : "\(digit)"
    }.joined()
  }
}
