/// Something that the audit finds against an act.
public struct ViolationRule: Sendable {
  /// The rule's id, such as `sd329.23.reasons`.
  public let id: String
  /// The article, such as `第二十三条`.
  public let article: String
  /// How grave it is.
  public let grade: Grade
  /// What is checked.
  public let check: Check
  /// The law's own words.
  public let text: BilingualText
  /// What the report says.
  public let message: BilingualText
  /// How the book reads what the law leaves open; `nil` where it leaves nothing.
  public let reading: BilingualText?

  /// How grave a finding is.
  public enum Grade: String, Sendable, CaseIterable {
    /// The text says 不得, leaves an act undone that 应当 be done, or makes lawfulness depend on an act
    /// that is missing (违规).
    case violation
    /// Done otherwise than the text divides the tasks (提示): no fault, and nothing is refused for it.
    case remark
  }

  /// What may be checked: by a rule book's word, or besides each of its obligations.
  public enum Check: Hashable, Sendable {
    /// A share request was refused and no reasons were given.
    case refusalWithoutReasons
    /// A project was started and no review had approved it.
    case startedWithoutApproval
    /// A project was reviewed by another body than the same-level authority.
    case reviewedByAnotherAuthority
    /// A second data authority was registered for a division.
    case secondAuthority
    /// A data item was given a second source.
    case secondSource
    /// Shared data was used although no reply had agreed.
    case usedWithoutAgreement
    /// Data was used for another purpose than the one that it was asked for.
    case anotherPurpose(EventType)
    /// An entry was opened to the public beyond its scope of openness.
    case openedBeyondScope
    /// A catalogue was filed with another than the same-level data authority.
    case filedWithAnother
    /// An entry was registered without one of its seven items.
    case incompleteEntry
    /// Sharing was restricted and no basis in law stated.
    case restrictedWithoutBasis
    /// Data that is open on application was used although the application was refused.
    case usedAfterRefusal
    /// Shared data was used after the grant had ended.
    case usedAfterEnd
    /// Items were used that were not granted.
    case usedBeyondItems
    /// An application lapsed although no correction was awaited.
    case lapsedWithoutRequest
    /// A city's cloud node was commissioned without a plan filed with the province.
    case nodeWithoutPlan
    /// A county's old node was merged by another than its city, or into another's.
    case mergedElsewhere
    /// A system was deployed without an approved application of its department for the node.
    case deployedWithoutApproval
    /// Data was bought without an approved application of the buyer for it.
    case boughtWithoutApproval
    /// Bought data was catalogued under an entry that is not a current one of the buyer's.
    case cataloguedElsewhere
    /// A body acted after it had ended.
    case afterEnd
    /// An act that is reserved to bodies of a kind or level was done by another.
    case reservedAct([ReservedAct])
    /// An act was done without another that must come before it.
    case withoutEarlier(Precondition)
    /// An act that the way in which an entry is shared forbids.
    case againstSharing(SharingBar)
    /// An act that would have ended an obligation, or moved its clock, was done by a body whose duty or
    /// right it is not.
    case competence(DutyActs)
    /// A report went to another body than the one that is to receive it.
    case recipient(DutyActs)
  }

  /// The acts on the obligations of a rule.
  public struct DutyActs: Hashable, Sendable {
    /// The rule.
    public let rule: String
    /// The acts.
    let acts: [EventType]
  }

  /// An act that is reserved.
  public struct ReservedAct: Hashable, Sendable {
    /// The act.
    public let act: EventType
    /// The key that names the body.
    let by: DataKey
    /// The choices of the act to which it applies; empty for all.
    public let choices: [String]
    /// The kinds of body that may do it; empty for any.
    public let kinds: [BodyKind]
    /// The levels on which it may be done; empty for any.
    public let levels: [Division.Level]
    /// Whether the body must be of the very division that the act names.
    public let isOfOwnDivision: Bool
  }

  /// An act that must come before another.
  public struct Precondition: Hashable, Sendable {
    /// The act that needs it.
    public let act: EventType
    /// The key of that act that names the body.
    let by: DataKey
    /// The levels of bodies to which it applies; empty for all.
    public let levels: [Division.Level]
    /// The act that must have taken place, on the same thing.
    public let earlier: EventType
    /// What it must have chosen; `nil` for anything.
    public let choice: String?
    /// The key of the earlier act that names the authority, which must be that of the body's own
    /// level; `nil` where it does not matter.
    let authority: DataKey?
  }

  /// An act that the way in which an entry is shared forbids.
  public struct SharingBar: Hashable, Sendable {
    /// The act, which names an entry.
    public let act: EventType
    /// The key that names the body.
    let by: DataKey
    /// The ways of sharing that forbid it.
    public let sharing: [SharingType]
    /// Whether only the entries of other departments forbid it.
    public let isOfAnother: Bool
    /// The key that states an exception, which lifts the bar.
    let exception: DataKey?
  }
}

extension ViolationRule {
  /// What the report says of an act that should have come after another: how late that one was, or that it
  /// never came.
  func message(daysLate: Int?) -> BilingualText {
    guard check == .nodeWithoutPlan else { return message }
    guard let daysLate else {
      return BilingualText(zh: message.zh + "（未备案）", en: message.en + " (not filed)")
    }
    return BilingualText(
      zh: message.zh + "（迟报，启用后\(daysLate)日备案）",
      en: message.en + " (filed late, \(daysLate) days after)")
  }
}

extension ViolationRule.Check {
  /// The name in a rule book.
  var name: String {
    switch self {
    case .refusalWithoutReasons: "refusalWithoutReasons"
    case .startedWithoutApproval: "startedWithoutApproval"
    case .reviewedByAnotherAuthority: "reviewedByAnotherAuthority"
    case .secondAuthority: "secondAuthority"
    case .secondSource: "secondSource"
    case .usedWithoutAgreement: "usedWithoutAgreement"
    case .anotherPurpose: "anotherPurpose"
    case .openedBeyondScope: "openedBeyondScope"
    case .filedWithAnother: "filedWithAnother"
    case .incompleteEntry: "incompleteEntry"
    case .restrictedWithoutBasis: "restrictedWithoutBasis"
    case .usedAfterRefusal: "usedAfterRefusal"
    case .usedAfterEnd: "usedAfterEnd"
    case .usedBeyondItems: "usedBeyondItems"
    case .lapsedWithoutRequest: "lapsedWithoutRequest"
    case .nodeWithoutPlan: "nodeWithoutPlan"
    case .mergedElsewhere: "mergedElsewhere"
    case .deployedWithoutApproval: "deployedWithoutApproval"
    case .boughtWithoutApproval: "boughtWithoutApproval"
    case .cataloguedElsewhere: "cataloguedElsewhere"
    case .afterEnd: "afterEnd"
    case .reservedAct: "reservedAct"
    case .withoutEarlier: "withoutEarlier"
    case .againstSharing: "againstSharing"
    case .competence: "competence"
    case .recipient: "recipient"
    }
  }

  /// The acts that it may find something against.
  var acts: [EventType] {
    switch self {
    case .refusalWithoutReasons: [.shareReplied]
    case .startedWithoutApproval: [.projectStarted]
    case .reviewedByAnotherAuthority: [.projectReviewed]
    case .secondAuthority: [.departmentRegistered]
    case .secondSource: [.sourceAssigned]
    case .usedWithoutAgreement, .usedAfterEnd, .usedBeyondItems: [.dataUsed]
    case .anotherPurpose(let act): [act]
    case .openedBeyondScope: [.openPublished]
    case .filedWithAnother: [.catalogFiled]
    case .incompleteEntry: [.catalogEntryRegistered]
    case .restrictedWithoutBasis: [.catalogEntryRegistered, .catalogEntryRevised]
    case .usedAfterRefusal: [.openUseReported]
    case .lapsedWithoutRequest: [.openLapsed]
    case .nodeWithoutPlan: [.cloudNodeCommissioned]
    case .mergedElsewhere: [.cloudNodeMerged]
    case .deployedWithoutApproval: [.cloudSystemDeployed]
    case .boughtWithoutApproval: [.purchaseCompleted]
    case .cataloguedElsewhere: [.purchaseCatalogued]
    // Against any, so that they are not told apart by type.
    case .afterEnd: []
    case .reservedAct(let acts): acts.map(\.act)
    case .withoutEarlier(let condition): [condition.act]
    case .againstSharing(let bar): [bar.act]
    case .competence(let duty), .recipient(let duty): duty.acts
    }
  }

  /// The acts on the same matter that it asks for to judge one, besides the one that began it.
  var evidence: [EventType] {
    switch self {
    case .startedWithoutApproval: [.projectSubmitted, .projectReviewed]
    case .reviewedByAnotherAuthority: [.projectSubmitted]
    case .usedWithoutAgreement, .anotherPurpose, .usedAfterEnd, .usedBeyondItems:
      [.shareReplied, .shareWithdrawn, .shareRevoked, .shareRelinquished]
    case .lapsedWithoutRequest: [.openCorrectionRequested, .openCorrected]
    case .nodeWithoutPlan: [.cloudNodePlanFiled]
    case .mergedElsewhere: [.cloudLegacyNodeDeclared]
    case .deployedWithoutApproval: [.cloudUseApplied, .cloudUseDecided]
    case .boughtWithoutApproval: [.purchaseApplied, .purchaseDecided]
    case .cataloguedElsewhere: [.purchaseApplied, .purchaseCompleted]
    case .withoutEarlier(let condition): [condition.earlier]
    case .secondSource: [.sourceAssigned]
    case .restrictedWithoutBasis: [.catalogEntryRegistered, .catalogEntryRevised]
    case .usedAfterRefusal: [.openReplied]
    case .refusalWithoutReasons, .incompleteEntry, .secondAuthority, .openedBeyondScope,
      .filedWithAnother, .reservedAct, .againstSharing, .competence, .recipient, .afterEnd:
      []
    }
  }

  /// What tells one check from another between the books of different regulations: its name and the
  /// acts that it looks at. Of the books in force the newest that knows it says what it is.
  var subject: String {
    ([name] + acts.map(\.rawValue).sorted()).joined(separator: " ")
  }
}

// MARK: - Checks beside each obligation

extension ViolationRule {
  /// What the name of a rule ends with that is derived from an obligation's: no rule of a book does.
  static let derivedEndings = [".competence", ".recipient"]

  /// The longest name of an obligation's rule, so that a derived one is no longer than any other.
  static let longestDutyName = 64 - ".competence".utf8.count

  /// Who acts for an obligation is the body that owes it (rulings.md, principle 1).
  init(competenceFor rule: ObligationRule) {
    self.init(
      id: rule.id + ".competence", article: rule.article, grade: .violation,
      check: .competence(
        DutyActs(
          rule: rule.id,
          acts: rule.dischargedBy + rule.closedBy + rule.movedBy + rule.endingGrant)),
      text: rule.text,
      message: BilingualText(
        zh: "办理机构并非应当办理该事项的机构",
        en: "the act was done by a body whose duty or right it is not"), reading: nil)
  }

  /// A report goes to the body that is registered as its recipient; `nil` for an obligation that is not
  /// toward recipients.
  init?(recipientOf rule: ObligationRule) {
    guard case .recipients = rule.parts else { return nil }
    self.init(
      id: rule.id + ".recipient", article: rule.article, grade: .violation,
      check: .recipient(DutyActs(rule: rule.id, acts: rule.dischargedBy)), text: rule.text,
      message: BilingualText(
        zh: "报告未送达应当受理的机关",
        en: "the report went to another body than the one that is to receive it"), reading: nil)
  }
}

extension ObligationRule {
  /// The acts that end what the discharge of a duty to reply grants.
  fileprivate var endingGrant: [EventType] {
    isDutyToReply ? [.shareRevoked, .shareRelinquished] : []
  }
}
