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
  /// The duties with a clock.
  public let obligations: [ObligationRule]
  /// What the audit finds against an act.
  public let violations: [ViolationRule]
}

/// A text in the law's language, and a gloss of it.
public struct BilingualText: Hashable, Sendable {
  /// The Chinese text; where it quotes the law, verbatim.
  public let zh: String
  /// The English gloss.
  public let en: String
}

/// A duty with a clock.
public struct ObligationRule: Sendable {
  /// What the duty is about.
  public enum Subject: String, Sendable, CaseIterable {
    /// An update trigger, for each entry that it lists (art. 16).
    case updateTrigger
    /// A share request (art. 23).
    case shareRequest
    /// An incident, for each kind of authority that it must be reported to (art. 31).
    case incidentReport
  }

  /// The day from which is counted.
  public enum Start: String, Sendable, CaseIterable {
    /// The day on which the instrument takes effect.
    case effectiveOn
    /// The day on which it was promulgated; its effective day where none is stated.
    case promulgatedOn
    /// The Beijing day on which the request was received.
    case receivedOn
    /// The Beijing day on which the act took place.
    case occurredOn
  }

  /// The rule's id, such as `sd329.23`.
  public let id: String
  /// The article, such as `第二十三条`.
  public let article: String
  /// What the duty is about.
  public let subject: Subject
  /// The day from which is counted.
  public let start: Start
  /// How it is counted; `nil` where the law gives no number of days.
  public let counting: CountingRule?
  /// The law's own words.
  public let text: BilingualText
}

/// Something that the audit finds against an act.
public struct ViolationRule: Sendable {
  /// The checks that a rule book may name.
  public enum Check: String, Sendable, CaseIterable {
    /// A share request was refused and no reasons were given.
    case refusalWithoutReasons
    /// A project was started and no review had approved it.
    case startedWithoutApproval
    /// A project was reviewed by another body than the same-level authority.
    case reviewedByAnotherAuthority
  }

  /// The rule's id, such as `sd329.23.reasons`.
  public let id: String
  /// The article, such as `第二十三条`.
  public let article: String
  /// What is checked.
  public let check: Check
  /// The law's own words.
  public let text: BilingualText
  /// What the report says.
  public let message: BilingualText
}
