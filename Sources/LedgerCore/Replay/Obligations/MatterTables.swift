/// The matters of a replay, by kind, with the obligations that each opened.
struct MatterTables {
  private var triggers = NameTable<SubjectRecord>()
  private var requests = NameTable<SubjectRecord>()
  private var incidents = NameTable<SubjectRecord>()
  private var verifications = NameTable<SubjectRecord>()
  private var applications = NameTable<SubjectRecord>()

  /// The obligations that a later act than the first opened, for the kinds of which a rule says that
  /// one may.
  var later: [ObligationRule.Subject: NameTable<[Int64]>] = [:]
  private let openingLater: Set<ObligationRule.Subject>
  /// The kinds whose matters are never forgotten, because an act may open an obligation after all
  /// others are settled.
  private let remembered: Set<ObligationRule.Subject>

  /// The tables under rules.
  init(_ rules: [ObligationRule] = []) {
    let opening = rules.filter(\.opensLater)
    openingLater = Set(opening.map(\.subject))
    // A reply comes only once: where nothing else discharges what a request opens, nothing is
    // forgotten before it.
    let isSettledByReply = rules.allSatisfy {
      $0.trigger != .shareRequested || $0.dischargedBy == [.shareReplied]
    }
    let awaiting = opening.filter { !isSettledByReply || $0.trigger != .shareReplied }
    // Whose consent was wanted must be known of what is told late, too.
    let consented = rules.filter { $0.extension?.consent == .sameLevelAuthority }
    remembered = Set((awaiting + consented).map(\.subject))
  }

  subscript(kind: ObligationRule.Subject) -> NameTable<SubjectRecord> {
    @inline(__always) _read {
      switch kind {
      case .updateTrigger: yield triggers
      case .shareRequest: yield requests
      case .incident: yield incidents
      case .verification: yield verifications
      case .openApplication: yield applications
      }
    }
    @inline(__always) _modify {
      switch kind {
      case .updateTrigger: yield &triggers
      case .shareRequest: yield &requests
      case .incident: yield &incidents
      case .verification: yield &verifications
      case .openApplication: yield &applications
      }
    }
  }

  /// Whether acts after the first open obligations.
  @inline(__always)
  func opensLater(_ kind: ObligationRule.Subject) -> Bool {
    !openingLater.isEmpty && openingLater.contains(kind)
  }

  /// Whether the matters of a kind are never forgotten.
  func isRemembered(_ kind: ObligationRule.Subject) -> Bool { remembered.contains(kind) }

  /// The numbers of the obligations that acts after the first opened.
  func openedLater(_ kind: ObligationRule.Subject, _ subject: Name) -> [Int64] {
    later[kind]?[subject] ?? []
  }

  /// Notes an obligation that an act after the first opened.
  mutating func openLater(_ number: Int64, _ kind: ObligationRule.Subject, _ subject: Name) {
    later[kind, default: NameTable()][subject] = openedLater(kind, subject) + [number]
    self[kind].update(subject) { $0.unsettled += 1 }
  }

  /// Notes that an obligation was put away.
  mutating func settle(_ obligation: Obligation) {
    let kind = obligation.kind
    guard var record = self[kind][obligation.subject] else { return }
    record.unsettled -= min(1, record.unsettled)
    // A reply may cross a withdrawal, and is judged by what was asked for.
    let isForgotten =
      record.unsettled == 0 && obligation.discharge != nil && !remembered.contains(kind)
    self[kind][obligation.subject] = isForgotten ? nil : record
    if isForgotten, opensLater(kind) { later[kind]?[obligation.subject] = nil }
  }
}
