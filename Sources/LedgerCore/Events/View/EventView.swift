import WorkingDays

/// What a replay needs of one event, without a copy of its bytes: numbers, codes, and where the
/// identifiers stand.
struct EventView {
  let position: Int64
  let version: Int64
  let occurredAt: Instant
  let recordedAt: Instant
  /// When the event became known: at its source if it was imported, else to this ledger.
  let knownAt: Instant
  /// Whether it was imported from another system, which says when it recorded it.
  let isImported: Bool
  /// The event's id.
  let id: TextRange
  /// The identifier in the stream's name.
  let subject: TextRange
  let act: Act

  var moment: Moment { Moment(occurredAt: occurredAt, position: position) }

  /// What was done, as far as the rules ask.
  enum Act {
    case departmentRegistered(BodyCode, BodyState)
    case entryRegistered(department: BodyCode, SharingType, Openness)
    case entryRevised(department: BodyCode?, SharingType?, Openness?, trigger: TextRange?)
    case entryRetired(trigger: TextRange?)
    /// The entries stand in the lists of the page.
    case updateTriggered(
      department: BodyCode, promulgatedOn: CivilDate?, effectiveOn: CivilDate, entries: Range<Int>)
    case triggerReviewed(entry: TextRange?)
    case catalogFiled(department: BodyCode)
    case shareRequested(
      entry: TextRange, receivedAt: Instant, purpose: TextRange, requester: BodyCode)
    case shareReplied(ShareDecision, hasReasons: Bool)
    case shareWithdrawn
    case incidentDetected(department: BodyCode, ActFacts)
    case incidentRemedied
    case incidentReported(ReportRecipient)
    case projectSubmitted(department: BodyCode, isUnderInvestmentLaw: Bool)
    case projectReviewed(authority: BodyCode, ProjectOutcome)
    case projectStarted
    /// The notice stands in the page's list of notices.
    case noticeIssued(Int)
    /// The adoption stands in the page's list of adoptions.
    case rulesAdopted(Int)
    case auditAttested
    /// An act with a form.
    case acted(ActView)
  }

  /// What a replay needs of an act with a form.
  struct ActView {
    let type: EventType
    let category: StreamName.Category
    /// Whether it is the first of its matter.
    let opens: Bool
    let actor: BodyCode
    /// Its values, in the order of its form's keys, in the page's list of values.
    let values: Range<Int>

    init(_ type: EventType, by actor: BodyCode, _ values: Range<Int>) {
      let form = ActForm.of(type)
      self.type = type
      category = form?.category ?? .department
      opens = form?.place == .opens
      self.actor = actor
      self.values = values
    }
  }

  /// What a key of an act with a form holds.
  enum Value {
    case absent
    /// An identifier or a text.
    case text(TextRange)
    case code(BodyCode)
    case date(CivilDate)
    case division(Division)
    case instant(Instant)
    case integer(Int64)
    /// The place of a name among those to choose from.
    case choice(UInt8)
    /// Texts, about which no rule asks.
    case texts
  }

  /// What events may have any number of; they say which part is theirs.
  struct Lists {
    var entries: [TextRange] = []
    var values: [Value] = []
  }
}

extension EventView.Act {
  /// The kind of thing that the act is about.
  var category: StreamName.Category {
    switch self {
    case .departmentRegistered: .department
    case .entryRegistered, .entryRevised, .entryRetired: .catalogEntry
    case .catalogFiled: .catalog
    case .updateTriggered, .triggerReviewed: .updateTrigger
    case .shareRequested, .shareReplied, .shareWithdrawn: .shareRequest
    case .incidentDetected, .incidentRemedied, .incidentReported: .incident
    case .projectSubmitted, .projectReviewed, .projectStarted: .project
    case .noticeIssued: .holidayNotice
    case .rulesAdopted: .ruleBook
    case .auditAttested: .attestation
    case .acted(let act): act.category
    }
  }
}
