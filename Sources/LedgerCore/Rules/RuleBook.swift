import WorkingDays

/// A regulation as data: which acts open a clock, how it is counted, and what is a violation.
///
/// The document's form is `Schemas/rule-book.json`.
public struct RuleBook: Sendable {
  /// The name and version that an audit report and `rules.adopted` give.
  public let name: RuleBookName
  /// The regulation's title, in Chinese and English.
  public let title: BilingualText
  /// The first day on which the regulation applies: no earlier start opens an obligation.
  public let inForceFrom: CivilDate
  /// The last day on which it applies; `nil` as long as it has none.
  public let inForceUntil: CivilDate?
  /// Whom it binds; `nil` where it binds all.
  public let binds: Bound?
  /// The acts that its own terms exclude where they are done otherwise than it says: those are refused
  /// while it applies (articles.md: R).
  public let excludes: [EventType]
  /// The duties with a clock.
  public let obligations: [ObligationRule]
  /// What the audit finds against an act.
  public let violations: [ViolationRule]
  /// The document that says all this.
  public let document: JSONValue

  /// The bodies that a regulation binds: those of a province and its divisions, but for some kinds. A body
  /// that is not registered is taken for bound.
  public struct Bound: Hashable, Sendable {
    /// The province.
    public let province: Division
    /// The kinds of body that it does not bind.
    public let notKinds: [BodyKind]

    /// Whether it binds a registered body.
    func includes(_ body: BodyState) -> Bool {
      body.division.province == province && !notKinds.contains(body.kind)
    }
  }
}

extension RuleBook: Equatable {
  /// Equal when they are the same document.
  public static func == (left: Self, right: Self) -> Bool { left.document == right.document }
}

/// A text in the law's language, and a gloss of it.
public struct BilingualText: Hashable, Sendable {
  /// The Chinese text; where it quotes the law, verbatim.
  public let zh: String
  /// The English gloss.
  public let en: String

  /// A text with its gloss.
  public init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }
}
