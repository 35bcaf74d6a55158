import WorkingDays

extension RuleBook {
  /// Reads a rule book's document.
  ///
  /// - Throws: `malformed`, with the path of the fault.
  public init(json: some Sequence<UInt8>) throws(LedgerError) {
    try self.init(document: JSONValue(parsing: json))
  }

  /// Reads a rule book's document.
  ///
  /// - Throws: `malformed`, with the path of the fault.
  public init(document value: JSONValue) throws(LedgerError) {
    let document = DocumentReader(value)
    try document.object(
      ["schema", "book", "title", "inForceFrom", "obligations", "violations"],
      optional: ["inForceUntil", "binds", "excludes"])
    try document["schema"].constant("govledger.rule-book/1")
    guard let name = RuleBookName(try document["book"].text()) else {
      throw document["book"].fault("a name and version, such as order-329/1")
    }
    var obligations: [ObligationRule] = []
    for element in try document["obligations"].elements() {
      obligations.append(try ObligationRule(document: element))
    }
    var violations: [ViolationRule] = []
    for element in try document["violations"].elements() {
      violations.append(try ViolationRule(document: element))
    }
    var excludes: [EventType] = []
    for element in try document.optional("excludes")?.elements() ?? [] {
      let type: EventType = try element.choice()
      if excludes.contains(type) { throw element.fault("each type once") }
      excludes.append(type)
    }
    try distinctRules(document)
    let inForceFrom = try document["inForceFrom"].date()
    let inForceUntil = try document.optional("inForceUntil")?.date()
    if let inForceUntil, inForceUntil < inForceFrom {
      throw document["inForceUntil"].fault("a day from \(inForceFrom) on")
    }
    self.init(
      name: name, title: try document["title"].bilingual(), inForceFrom: inForceFrom,
      inForceUntil: inForceUntil, binds: try document.optional("binds").map(Bound.init),
      excludes: excludes, obligations: obligations,
      violations: violations, document: value)
  }
}

/// A report names its findings by rule: two rules of one name could not be told apart.
private func distinctRules(_ document: DocumentReader) throws(LedgerError) {
  var seen = Set<String>()
  for list in ["obligations", "violations"] {
    for element in try document[list].elements() {
      let rule = element["rule"]
      let isNew = seen.insert(try rule.text()).inserted
      if !isNew { throw rule.fault("a rule of another name") }
    }
  }
}

extension RuleBook.Bound {
  fileprivate init(_ document: DocumentReader) throws(LedgerError) {
    try document.object(["province"], optional: ["notKinds"])
    guard let province = Division(try document["province"].text()), province.level == .province
    else { throw document["province"].fault("the code of a province, such as 370000") }
    var kinds: [BodyKind] = []
    for element in try document.optional("notKinds")?.elements(orNone: false) ?? [] {
      let kind: BodyKind = try element.choice()
      if kinds.contains(kind) { throw element.fault("every kind once") }
      kinds.append(kind)
    }
    self.init(province: province, notKinds: kinds)
  }
}
