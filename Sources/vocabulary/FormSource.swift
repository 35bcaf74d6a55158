extension EventDescription {
  /// The form of the data, as Swift source.
  var formSource: String {
    let keys = canonicalKeys
    let subject = keys.firstIndex { $0.name == stream.key } ?? 0
    var source = "form(.\(caseName), .\(stream.category.lowerCamelCase), .\(stream.act)"
    source += ", subject: \(subject)"
    if stream.by != .obligated { source += ", by: .\(stream.by)" }
    if isCore { source += ", isCore: true" }
    if leastKeys > 0 { source += ", leastKeys: \(leastKeys)" }
    if let actsOn, let key = keys.firstIndex(where: { $0.name == actsOn.key }) {
      source += ", actsOn: (.\(actsOn.category.lowerCamelCase), \(key))"
    }
    return source + ", [\(keys.map(\.formSource).joined(separator: ", "))])"
  }
}

extension KeyDescription {
  fileprivate var formSource: String {
    let literal = #""\"\#(name)\":""#
    var source = "Key(.\(name), \(literal), \(kind.formSource)"
    if isOptional { source += ", isOptional: true" }
    if let refersTo { source += ", refersTo: .\(refersTo.lowerCamelCase)" }
    return source + ")"
  }
}

extension KeyDescription.Kind {
  fileprivate var formSource: String {
    switch self {
    case .identifier: ".identifier"
    case .slashless: ".slashless"
    case .text: ".text"
    case .bodyCode: ".code"
    case .division: ".division"
    case .instant: ".instant"
    case .boolean: ".bool"
    case .bookName, .bookNames, .digest, .document: ".other"
    case .date(let isPast): isPast ? ".past" : ".date"
    case .integer(let range): ".integer(\(range.literal))"
    case .choice(let choice):
      // Each name with the quote that ends it.
      ".choice(Names(\"\(choice.values.map { $0.name + #"\""# }.joined())\"))"
    case .texts: ".texts"
    case .identifiers(let orEmpty): ".identifiers(orEmpty: \(orEmpty))"
    case .dates, .successors: ".other"
    case .fields: ".fields"
    }
  }
}
