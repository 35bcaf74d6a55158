import WorkingDays

/// A duty with a clock, as a rule book states it.
public struct ObligationRule: Sendable {
  /// The thing that obligations are about.
  public enum Subject: String, Sendable, CaseIterable {
    /// An update trigger (art. 16).
    case updateTrigger
    /// A share request (art. 23).
    case shareRequest
    /// An incident (art. 31).
    case incident
    /// A verification of data (校核, art. 17).
    case verification
    /// An application for open data (art. 25).
    case openApplication
  }

  /// Whether an event opens one obligation, or several.
  public enum Parts: Hashable, Sendable {
    /// One.
    case whole
    /// One for each entry that an update trigger lists; one when it lists none.
    case entries
    /// One for each of these kinds of authority.
    case recipients([ReportRecipient])
  }

  /// Whose duty it is.
  public enum Obligated: String, Sendable, CaseIterable {
    /// The department's: whose entry, catalogue or data it is.
    case department
    /// The authority's that the act names.
    case authority
  }

  /// The day from which is counted.
  public enum Start: String, Sendable, CaseIterable {
    /// The day on which the instrument takes effect.
    case effectiveOn
    /// The day on which it was promulgated; its effective day where none is stated.
    case promulgatedOn
    /// The Beijing day on which the act was received.
    case receivedOn
    /// The Beijing day on which the act took place.
    case occurredOn
  }

  /// The time allowed.
  public enum Period: Hashable, Sendable {
    /// Working days.
    case workingDays(CountingRule)
    /// Days of the calendar.
    case calendarDays(CalendarPeriod)
    /// Hours from the moment of the act.
    case hours(Int)
    /// At once: the law gives no number.
    case atOnce
  }

  /// How a period is lengthened.
  public struct Extension: Hashable, Sendable {
    /// Who must consent.
    public enum Consent: String, Sendable, CaseIterable {
      /// The data authority of the obligated body's own level.
      case sameLevelAuthority
      /// The head of the obligated body itself.
      case headOfBody
    }

    /// The act that lengthens it.
    public let by: EventType
    /// The most days by which it may be lengthened in all.
    public let atMost: Int
    /// How often.
    public let times: Int
    /// Who must consent.
    public let consent: Consent
  }

  /// Two acts between which the clock stands still.
  public struct Suspension: Hashable, Sendable {
    /// The act that stops it.
    public let from: EventType
    /// The act that lets it run on.
    public let until: EventType
    /// The most working days for which it stands still; `nil` for any number.
    public let atMost: CountingRule?
  }

  /// A correction that is asked for, on whose receipt the period begins anew.
  public struct Restart: Hashable, Sendable {
    /// The act that asks; the clock waits from then on.
    public let asked: EventType
    /// The act with which the correction is received.
    public let received: EventType
    /// How often it may be asked for.
    public let times: Int
  }

  /// The rule's id, such as `sd329.23`.
  public let id: String
  /// The article, such as `第二十三条`.
  public let article: String
  /// The duty, by a name that the books of different regulations share: of the books in force the
  /// newest that knows a duty says what it is.
  public let duty: String
  /// The thing that its obligations are about.
  public let subject: Subject
  /// The act that opens an obligation.
  public let trigger: EventType
  /// What must hold of that act; every one of the groups.
  public let conditions: [ActFacts]
  /// Whether the act opens one obligation, or several.
  public let parts: Parts
  /// Whose duty it is.
  public let obligated: Obligated
  /// The day from which is counted.
  public let start: Start
  /// The time allowed.
  public private(set) var period: Period
  /// The acts that discharge it.
  public let dischargedBy: [EventType]
  /// The acts that close it without discharge.
  public let closedBy: [EventType]
  /// How it is lengthened.
  public let `extension`: Extension?
  /// What lets the clock stand still.
  public let suspensions: [Suspension]
  /// What makes it begin anew.
  public let restart: Restart?
  /// Whether the act is a right with a time limit: what is not done was not owed.
  public let isOnlyIfDone: Bool
  /// The law's own words.
  public let text: BilingualText
  /// How the book reads what the law leaves open; `nil` where it leaves nothing.
  public let reading: BilingualText?
}

extension ObligationRule {
  /// The name of an obligation under a rule of a name, such as `sd329.23/SR-1` (contract §5).
  static func id(
    of matter: Identifier, _ part: MatterPart<Identifier>, under rule: String
  ) -> Identifier {
    switch part {
    case .whole: Identifier("\(rule)/\(matter)")
    case .entry(let entry): Identifier("\(rule)/\(matter)/\(entry)")
    case .recipient(let recipient): Identifier("\(rule)/\(matter)/\(recipient.rawValue)")
    }
  }

  /// Whether an act after the first of its matter opens its obligations.
  var opensLater: Bool { trigger != subject.opening }

  /// Whether both rules open their obligations of one duty by the same act from the same day.
  func opensAs(_ other: ObligationRule) -> Bool {
    duty == other.duty && trigger == other.trigger && start == other.start && parts == other.parts
  }

  /// How working days are counted; `nil` for any other period.
  public var counting: CountingRule? {
    if case .workingDays(let counting) = period { counting } else { nil }
  }

  /// The same rule, counted by the notices that were known when the clock started.
  func countingAsKnownAtTheStart() -> ObligationRule {
    guard let counting else { return self }
    var rule = self
    rule.period = .workingDays(counting.decided(by: .knownWhenTheClockStarted))
    return rule
  }

  /// The acts that move the clock.
  var movedBy: [EventType] {
    [`extension`?.by, restart?.asked, restart?.received].compactMap(\.self)
      + suspensions.flatMap { [$0.from, $0.until] }
  }

  /// Whether an act moves the clock.
  func isMoved(by type: EventType) -> Bool {
    `extension`?.by == type || restart?.asked == type || restart?.received == type
      || suspensions.contains { $0.from == type || $0.until == type }
  }
}

extension ObligationRule.Period {
  /// Whether it is one of hours.
  var isHours: Bool { if case .hours = self { true } else { false } }

  /// Whether it is not one of days.
  var isImmediate: Bool {
    switch self {
    case .atOnce, .hours: true
    case .workingDays, .calendarDays: false
    }
  }
}

extension ObligationRule.Subject {
  /// What acts of a type are about; `nil` when no obligation is about it.
  init?(_ type: EventType) {
    switch type {
    case .catalogUpdateTriggered, .catalogTriggerReviewed, .catalogEntryRegistered,
      .catalogEntryRevised, .catalogEntryRetired:
      self = .updateTrigger
    case .shareRequested, .shareReplied, .shareWithdrawn: self = .shareRequest
    case .incidentDetected, .incidentRemedied, .incidentReported: self = .incident
    default:
      guard !type.form.isCore, let subject = Self(type.form.category) else {
        return nil
      }
      self = subject
    }
  }

  /// What a stream's obligations are about.
  init?(_ category: StreamName.Category) {
    switch category {
    case .updateTrigger: self = .updateTrigger
    case .shareRequest: self = .shareRequest
    case .incident: self = .incident
    case .verification: self = .verification
    case .openApplication: self = .openApplication
    default: return nil
    }
  }

  /// The act with which its stream begins.
  var opening: EventType {
    switch self {
    case .updateTrigger: .catalogUpdateTriggered
    case .shareRequest: .shareRequested
    case .incident: .incidentDetected
    case .verification: .verificationRaised
    case .openApplication: .openApplied
    }
  }
}

/// What is known of an act that a rule may ask for.
public struct ActFacts: OptionSet, Hashable, Sendable {
  /// A bit for each fact.
  public let rawValue: UInt32

  /// Makes a set of facts.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  private init(_ place: Int?, after first: UInt32) {
    rawValue = place.map { 1 << (first + UInt32($0)) } ?? 0
  }

  /// How the entry asked for is shared.
  init(_ sharing: SharingType?) {
    self.init(sharing.flatMap(SharingType.allCases.firstIndex), after: 0)
  }

  /// What was decided.
  init(_ decision: ShareDecision?) {
    self.init(decision.flatMap(ShareDecision.allCases.firstIndex), after: 4)
  }

  /// How grave an incident is, and whose network it struck.
  init(_ grade: IncidentGrade?, _ operator: IncidentOperator?) {
    self = [
      Self(grade.flatMap(IncidentGrade.allCases.firstIndex), after: 8),
      Self(IncidentOperator.allCases.firstIndex(of: `operator` ?? .other), after: 12),
    ]
  }

  /// By what kind of instrument an update was called for; one that is not stated may be any.
  init(_ level: InstrumentLevel?) {
    self =
      level.map { Self(InstrumentLevel.allCases.firstIndex(of: $0), after: 16) }
      ?? Self(InstrumentLevel.allCases.indices.map { Self($0, after: 16) })
  }

  static let instrument = [
    "instrumentLevel": InstrumentLevel.allCases.map { ($0.rawValue, ActFacts($0)) }
  ]
  static let sharing = ["sharing": SharingType.allCases.map { ($0.rawValue, ActFacts($0)) }]
  static let decision = ["decision": ShareDecision.allCases.map { ($0.rawValue, ActFacts($0)) }]
  static let incident = [
    "grade": IncidentGrade.allCases.enumerated().map {
      ($1.rawValue, ActFacts($0, after: 8))
    },
    "operator": IncidentOperator.allCases.enumerated().map {
      ($1.rawValue, ActFacts($0, after: 12))
    },
  ]

  /// The facts that a rule may ask of an act of a type, by name and value.
  static func known(of type: EventType) -> [String: [(name: String, fact: ActFacts)]] {
    switch type {
    case .shareRequested, .openApplied, .verificationRaised: sharing
    case .shareReplied: decision
    case .catalogUpdateTriggered: instrument
    case .incidentDetected: incident
    default: [:]
    }
  }

  /// Whether one fact of every group is there.
  func satisfies(_ conditions: [ActFacts]) -> Bool {
    conditions.allSatisfy { !isDisjoint(with: $0) }
  }
}
