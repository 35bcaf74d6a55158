/// A type of event, as its schema describes it: all that the rest of the program says of it follows.
struct EventDescription {
  /// The type, such as `share.replied`.
  let type: String
  /// Its number among the types, which never changes and is never used again.
  let number: Int
  /// What it is called: English words, “ · ” and the Chinese.
  let title: String
  /// What it means, with the words of the law.
  let description: String
  /// The articles of Order 329 that it comes from.
  let articles: [Int]
  /// The records that are refused under an article.
  let refusals: [Refusal]
  /// The stream that it belongs to.
  let stream: Stream
  /// Another matter that it is an act on.
  let actsOn: (category: String, key: String)?
  /// Whether it is of the contract's core (§3): its checks have code of their own.
  let isCore: Bool
  /// How many keys there are at least, where that is more than those which are required.
  let leastKeys: Int
  /// Whether keys depend on each other in a way that the Swift type checks by hand.
  let isCheckedAsAWhole: Bool
  /// Its keys, in the schema's order.
  let keys: [KeyDescription]
  /// The table that it owns.
  let table: TableDescription?
  /// What it does to rows.
  let rows: RowsDescription?

  struct Refusal {
    let article: Int
    let words: String
  }

  struct Stream {
    /// The kind of thing, such as `share-request`.
    let category: String
    /// What such a stream is about; the first type of a kind says it.
    let description: String?
    /// The key that names the thing.
    let key: String
    /// How the act stands to what was recorded of the thing before.
    let act: Act
    /// Whose act it is.
    let by: Doer
  }

  /// Whose act it is, where it ends a duty or moves its clock.
  enum Doer: String, CaseIterable {
    /// The body's that owes the duty.
    case obligated
    /// The body's that asked.
    case requester
    /// An applicant's, who is no body.
    case applicant
  }

  /// How an act stands to its stream.
  enum Act: String, CaseIterable {
    /// It begins the stream, which must be new.
    case opens
    /// It is about what the stream is about, any number of times.
    case follows
    /// The same, once.
    case followsOnce
    /// It is about what the stream is about, whether or not anything was recorded of it before.
    case joins
    /// The same, once.
    case joinsOnce
  }

  /// The Swift type of its data: `ShareReplied`.
  var swiftName: String { type.upperCamelCase }
  /// Its case among the types: `shareReplied`.
  var caseName: String { type.lowerCamelCase }
  /// Its keys in canonical order.
  var canonicalKeys: [KeyDescription] {
    keys.sorted { $0.name.utf16.lexicographicallyPrecedes($1.name.utf16) }
  }

  func key(_ name: String) -> KeyDescription? { keys.first { $0.name == name } }
}

// MARK: - Reading

extension EventDescription {
  /// Reads a type's schema.
  ///
  /// - Parameter others: the schemas of all types, to which a key may refer.
  init(_ type: String, _ schema: OrderedJSON, among others: [String: OrderedJSON]) throws {
    let ledger = try schema["ledger"].required("“ledger”")
    let required = Set((schema["required"]?.elements ?? []).compactMap(\.string))
    self.type = type
    number = try ledger["number"]?.integer.required("number") ?? 0
    title = try (schema["title"]?.string).required("title")
    description = try (schema["description"]?.string).required("description")
    articles = (schema["articles"]?.elements ?? []).compactMap(\.integer)
    refusals = try (schema["refusals"]?.elements ?? []).map(Refusal.init)
    stream = try Stream(ledger["stream"].required("stream"))
    if let other = ledger["actsOn"] {
      actsOn = (
        try (other["category"]?.string).required("category of “actsOn”"),
        try (other["key"]?.string).required("key of “actsOn”")
      )
    } else {
      actsOn = nil
    }
    isCore = ledger["isCore"]?.isTrue ?? false
    leastKeys = schema["minProperties"]?.integer ?? 0
    isCheckedAsAWhole = ledger["checkedAsAWhole"]?.isTrue ?? false
    keys = try (schema["properties"]?.members ?? []).map { property in
      do {
        return try KeyDescription(
          property.key, property.value, isOptional: !required.contains(property.key), of: type,
          among: others)
      } catch let error as VocabularyError {
        throw error.in("key \(property.key)")
      }
    }
    table = try ledger["table"].map { try TableDescription($0, of: type) }
    rows = try ledger["rows"].map(RowsDescription.init)
    try check()
  }

  private func check() throws {
    guard (1...255).contains(number) else {
      throw VocabularyError("found number \(number), expected one from 1 to 255")
    }
    guard type.utf8.count >= 8, type.contains(".") else {
      throw VocabularyError("found the name “\(type)”, expected two words, such as share.replied")
    }
    guard let subject = key(stream.key), !subject.isOptional, subject.kind.namesAStream else {
      throw VocabularyError(
        "found the stream's key “\(stream.key)”, expected a required key that names something")
    }
    if let actsOn, key(actsOn.key)?.kind.namesAStream != true {
      throw VocabularyError(
        "found “actsOn” by “\(actsOn.key)”, expected a key that names something")
    }
  }
}

extension EventDescription.Refusal {
  fileprivate init(_ json: OrderedJSON) throws {
    article = try (json["article"]?.integer).required("article of a refusal")
    let zh = try (json["zh"]?.string).required("zh of a refusal")
    let en = try (json["en"]?.string).required("en of a refusal")
    words = "\(zh) · \(en)"
  }
}

extension EventDescription.Stream {
  fileprivate init(_ json: OrderedJSON) throws {
    category = try (json["category"]?.string).required("category of the stream")
    description = json["description"]?.string
    key = try (json["key"]?.string).required("key of the stream")
    let name = try (json["act"]?.string).required("act of the stream")
    guard let act = EventDescription.Act(rawValue: name) else {
      throw VocabularyError(
        "found the act “\(name)”, expected one of \(EventDescription.Act.allCases)")
    }
    self.act = act
    let doer = json["by"]?.string ?? EventDescription.Doer.obligated.rawValue
    guard let by = EventDescription.Doer(rawValue: doer) else {
      throw VocabularyError(
        "found “by” as “\(doer)”, expected one of \(EventDescription.Doer.allCases)")
    }
    self.by = by
  }
}
