import Foundation

/// Order 329 sentence by sentence in both languages, each with what carries it out: rules, records,
/// refusals, tables and views; or why nothing does.
///
/// The sentences and what belongs to them are `Schemas/parts/order-329.json`; the rules come from the
/// rule book by the words that they quote.
struct LiterateBook {
  /// A sentence of the order.
  struct Sentence {
    let article: Int
    let paragraph: Int
    let zh: String
    let en: String
    /// The types of event that record what it is about.
    let types: [String]
    /// The tables and views that show it.
    let shown: [String]
    /// Why nothing carries it out, or by what else than acts it is.
    let reason: (zh: String, en: String)?
    /// The rules of the book that quote it.
    var rules: [Rule] = []
  }

  /// A rule of the book.
  struct Rule {
    let id: String
    let article: String
    let isObligation: Bool
    let quotation: String
    let words: String
  }

  private let sentences: [Sentence]
  private let title: String
  private let coverage: Coverage

  /// - Throws: a `VocabularyError` when the sentences are not those of the order, or one is neither carried
  ///   out nor has a reason why not; and when an article's types,
  ///   tables or rules belong to none of its sentences.
  init(_ coverage: Coverage, under package: URL) throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: package.appending(path: path), encoding: .utf8)
    }
    try self.init(
      coverage, sentences: OrderedJSON(text("Schemas/parts/order-329.json")),
      order: text("Sources/LedgerCore/Bundled/order-329.txt"),
      book: OrderedJSON(text("Sources/LedgerCore/Bundled/order-329.json")))
  }

  init(_ coverage: Coverage, sentences: OrderedJSON, order: String, book: OrderedJSON) throws {
    self.coverage = coverage
    title = try (book["title"]?["zh"]?.string).required("title of the book")
    var all = try sentences.elements.map(Sentence.init)
    guard Self.words(of: all) == Self.words(of: order) else {
      throw VocabularyError("parts/order-329.json: the sentences are not those of order-329.txt")
    }
    for rule in try Rule.all(of: book) {
      let places = all.indices.filter {
        Article.name(of: all[$0].article) == rule.article
          && (all[$0].zh.contains(rule.quotation) || rule.quotation.contains(all[$0].zh))
      }
      guard !places.isEmpty else {
        throw VocabularyError("order-329.json: \(rule.id) quotes no sentence of \(rule.article)")
      }
      for place in places { all[place].rules.append(rule) }
    }
    self.sentences = all
    try check()
  }

  private func check() throws {
    for sentence in sentences {
      let isCarriedOut = !sentence.types.isEmpty || !sentence.rules.isEmpty
      guard isCarriedOut || sentence.reason != nil else {
        throw VocabularyError(
          "parts/order-329.json: “\(sentence.zh)” needs either something that carries it out, or the "
            + "reason why nothing does")
      }
    }
    for article in Article.all {
      let own = sentences.filter { $0.article == article.number }
      try expect(own.flatMap(\.types), coverage.types(of: article), "types", article)
      try expect(own.flatMap(\.shown), coverage.relations(of: article), "tables", article)
    }
  }

  private func expect(
    _ found: [String], _ expected: [String], _ what: String, _ article: Article
  ) throws {
    let differing = Set(found).symmetricDifference(expected)
    guard differing.isEmpty else {
      throw VocabularyError(
        "parts/order-329.json: the \(what) of \(article.name) are not those of the schemas: "
          + differing.sorted().joined(separator: ", "))
    }
  }

  /// The words of the order, without its title, headings and spaces at the ends of lines.
  private static func words(of order: String) -> [String] {
    order.split(separator: "\n").compactMap { line in
      guard let match = line.wholeMatch(of: /(第[一二三四五六七八九十]+条 )?(.*)/) else { return nil }
      let isHeading = line.wholeMatch(of: /第[一二三四五六七八九十]+章 .*/) != nil
      return isHeading ? nil : String(match.2)
    }.filter { $0.hasSuffix("。") }
  }

  private static func words(of sentences: [Sentence]) -> [String] {
    var paragraphs: [(place: [Int], words: String)] = []
    for sentence in sentences {
      let place = [sentence.article, sentence.paragraph]
      if paragraphs.last?.place == place {
        paragraphs[paragraphs.count - 1].words += sentence.zh
      } else {
        paragraphs.append((place, sentence.zh))
      }
    }
    return paragraphs.map(\.words)
  }
}

extension LiterateBook.Sentence {
  fileprivate init(_ json: OrderedJSON) throws {
    article = try (json["article"]?.integer).required("article of a sentence")
    paragraph = try (json["paragraph"]?.integer).required("paragraph of a sentence")
    zh = try (json["zh"]?.string).required("zh of a sentence")
    en = try (json["en"]?.string).required("en of a sentence")
    types = (json["types"]?.elements ?? []).compactMap(\.string)
    shown = (json["shown"]?.elements ?? []).compactMap(\.string)
    reason = try json["reason"].map { reason in
      (
        try (reason["zh"]?.string).required("zh of a reason"),
        try (reason["en"]?.string).required("en of a reason")
      )
    }
  }
}

extension LiterateBook.Rule {
  fileprivate static func all(of book: OrderedJSON) throws -> [Self] {
    try ["obligations", "violations"].flatMap { kind in
      try (book[kind]?.elements ?? []).map { rule in
        let isObligation = kind == "obligations"
        return Self(
          id: try (rule["rule"]?.string).required("rule of the book"),
          article: try (rule["article"]?.string).required("article of a rule"),
          isObligation: isObligation,
          quotation: try (rule["text"]?["zh"]?.string).required("text of a rule"),
          words: isObligation ? duty(rule) : finding(rule))
      }
    }
  }

  private static func duty(_ rule: OrderedJSON) -> String {
    let names = { (key: String) in
      (rule[key]?.elements ?? []).compactMap(\.string).map { "`\($0)`" }.joined(separator: ", ")
    }
    let period = rule["period"]?["workingDays"]?.integer
    var words = period.map { "\($0)个工作日 · \($0) working days" } ?? "条文未定期限 · no period is set"
    words +=
      "; opened by `\(rule["trigger"]?.string ?? "")`, discharged by \(names("dischargedBy"))"
    let closing = names("closedBy")
    return closing.isEmpty ? words : words + ", closed by \(closing)"
  }

  private static func finding(_ rule: OrderedJSON) -> String {
    "\(rule["message"]?["zh"]?.string ?? "") · \(rule["message"]?["en"]?.string ?? "")"
  }
}

// MARK: - The page

extension LiterateBook {
  /// The book as a page.
  func markdown() -> String {
    var page = """
      # \(title)

      山东省人民政府令第329号 · Order 329 of the People's Government of Shandong Province, sentence by sentence, with
      what carries each out. Generated by `swift run vocabulary` from parts/order-329.json and the rule book; do not edit.
      The English is a translation without authority.

      - **义务 obligation**, **违规 finding**: rules of [order-329/1](../Sources/LedgerCore/Bundled/order-329.json).
      - **记录 records**: types of event ([events](events)). **不予记录 refused**: records that are never taken.
      - **展示 shown**: tables and views of [projections.sql](projections.sql).
      - **说明 note**: why no act carries the sentence out, or what else does.

      """
    for article in Article.all {
      page += "\n## \(article.name) · article \(article.number)\n"
      let own = sentences.filter { $0.article == article.number }
      for (place, sentence) in own.enumerated() {
        let refusals = coverage.refusals(of: article).filter {
          self.place(of: $0.type, own) == place
        }
        page += "\n> \(sentence.zh)\n>\n> \(sentence.en)\n\n"
        page += lines(of: sentence, refusals: refusals.map(\.words)).map { "- \($0)\n" }.joined()
      }
    }
    return page
  }

  /// The sentence under which a type's records are refused: the first that obliges or forbids.
  private func place(of type: String, _ sentences: [Sentence]) -> Int? {
    let places = sentences.indices.filter { sentences[$0].types.contains(type) }
    return places.first { place in
      ["应当", "不得"].contains { sentences[place].zh.contains($0) }
    } ?? places.first
  }

  private func lines(of sentence: Sentence, refusals: [String]) -> [String] {
    var lines = sentence.rules.map { rule in
      "\(rule.isObligation ? "义务 obligation" : "违规 finding") `\(rule.id)`: \(rule.words)"
    }
    if !sentence.types.isEmpty { lines.append("记录 records: \(Self.list(sentence.types))") }
    lines += refusals.map { "不予记录 refused: \($0)" }
    if !sentence.shown.isEmpty { lines.append("展示 shown: \(Self.list(sentence.shown))") }
    if let reason = sentence.reason { lines.append("说明 note: \(reason.zh) · \(reason.en)") }
    return lines
  }

  private static func list(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }
}
