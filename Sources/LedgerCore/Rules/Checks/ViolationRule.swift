/// Something that the audit finds against an act.
public struct ViolationRule: Sendable {
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

  /// What a rule book may have checked.
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
    /// An act that is reserved to bodies of a kind or level was done by another.
    case reservedAct([ReservedAct])
    /// An act was done without another that must come before it.
    case withoutEarlier(Precondition)
    /// An act that the way in which an entry is shared forbids.
    case againstSharing(SharingBar)
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
    case .reservedAct: "reservedAct"
    case .withoutEarlier: "withoutEarlier"
    case .againstSharing: "againstSharing"
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
    case .usedWithoutAgreement: [.dataUsed]
    case .anotherPurpose(let act): [act]
    case .openedBeyondScope: [.openPublished]
    case .reservedAct(let acts): acts.map(\.act)
    case .withoutEarlier(let condition): [condition.act]
    case .againstSharing(let bar): [bar.act]
    }
  }

  /// The acts on the same matter that it asks for to judge one, besides the one that began it.
  var evidence: [EventType] {
    switch self {
    case .startedWithoutApproval: [.projectReviewed]
    case .usedWithoutAgreement, .anotherPurpose: [.shareReplied]
    case .withoutEarlier(let condition): [condition.earlier]
    case .secondSource: [.sourceAssigned]
    case .refusalWithoutReasons, .reviewedByAnotherAuthority, .secondAuthority,
      .openedBeyondScope, .reservedAct, .againstSharing:
      []
    }
  }

  /// What tells one check from another between the books of different regulations: its name and the
  /// acts that it looks at. Of the books in force the newest that knows it says what it is.
  var subject: String {
    ([name] + acts.map(\.rawValue).sorted()).joined(separator: " ")
  }
}
