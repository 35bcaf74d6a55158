/// The matters of a replay, by kind, with the obligations that each opened.
struct MatterTables {
  private var triggers = NameTable<SubjectRecord>()
  private var requests = NameTable<SubjectRecord>()
  private var incidents = NameTable<SubjectRecord>()
  private var verifications = NameTable<SubjectRecord>()
  private var applications = NameTable<SubjectRecord>()

  /// The obligations that a later act than the first opened, for the kinds of which a rule says that
  /// one may.
  private var later: [ObligationRule.Subject: NameTable<[Int64]>] = [:]
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
    let numbers = openedLater(kind, subject) + [number]
    later[kind, default: NameTable()][subject] = numbers
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

  /// The obligations that later acts opened, for every kind.
  var allLater: [ObligationRule.Subject: NameTable<[Int64]>] {
    get { later }
    set { later = newValue }
  }
}

/// What acts of one type do to obligations, by the place of their rule.
struct ActEffects: Sendable {
  private var discharging: UInt64 = 0
  private var closing: UInt64 = 0
  /// Those of places past the sixty-fourth.
  private var more: [Int: (discharges: Bool, closes: Bool)] = [:]
  /// Whether a rule's obligations are discharged by them.
  private(set) var discharges = false
  /// Whether a rule's obligations are closed by them.
  private(set) var closes = false
  /// Whether a rule's clock is moved by them.
  private(set) var movesClocks = false

  /// Acts that do nothing.
  static let none = ActEffects()

  private init() {}

  /// The effects of acts of a type under rules.
  init(of type: EventType, under rules: [ObligationRule]) {
    for (place, rule) in rules.enumerated() {
      let discharges = rule.dischargedBy.contains(type)
      let closes = rule.closedBy.contains(type)
      if rule.isMoved(by: type) { movesClocks = true }
      self.discharges = self.discharges || discharges
      self.closes = self.closes || closes
      if place < 64 {
        if discharges { discharging |= 1 << UInt64(place) }
        if closes { closing |= 1 << UInt64(place) }
      } else if discharges || closes {
        more[place] = (discharges, closes)
      }
    }
  }

  @inline(__always)
  func discharges(_ place: Int) -> Bool {
    place < 64 ? discharging >> UInt64(place) & 1 == 1 : more[place]?.discharges ?? false
  }

  @inline(__always)
  func closes(_ place: Int) -> Bool {
    place < 64 ? closing >> UInt64(place) & 1 == 1 : more[place]?.closes ?? false
  }
}
