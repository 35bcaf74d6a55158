/// What the judge finds against an act: by positions, because only a report names ids.
struct FoundViolation {
  /// The place of the check among those in force.
  let check: Int
  /// The body that acted against it.
  let department: BodyCode
  /// The act.
  let act: Obligation.Citation
  /// What it rests on, by position: the act itself, and the acts and facts that make it a violation.
  let evidence: [Evidence]
  /// Where another should have acted, or have been reported to: that body, or those, by their codes.
  let expected: [BodyCode]
  /// Who acted, where that is an applicant, who is no body.
  let applicant: TextRange?
  /// How many days too late an act came that should have come first.
  let daysLate: Int?
  /// What would make it none, by what the body had asked for: that is looked up by whoever judges.
  let unless: Exemption?

  /// An event that it rests on.
  struct Evidence {
    let position: Int64
    /// Its id, where it is an act on the same matter; that of a fact stands elsewhere.
    let event: TextRange?
  }

  /// - Parameter successions: the positions of what says which bodies took the place of others.
  init(_ conviction: Conviction, check: Int, _ act: Act, successions: [Int64]) {
    self.check = check
    department = conviction.offender
    expected = conviction.expected
    applicant = conviction.applicant
    daysLate = conviction.daysLate
    unless = conviction.unless
    self.act = act.citation
    var evidence: [Evidence] = []
    for act in conviction.acts + [act] {
      evidence.append(Evidence(position: act.view.position, event: act.view.id))
    }
    let told = conviction.facts + conviction.registrations.map(\.position) + successions
    for position in told {
      evidence.append(Evidence(position: position, event: nil))
    }
    // Of an act that tells a fact as well, the id is kept.
    evidence.sort {
      ($0.position, $0.event == nil ? 1 : 0) < ($1.position, $1.event == nil ? 1 : 0)
    }
    var last: Int64?
    evidence.removeAll { next in
      defer { last = next.position }
      return next.position == last
    }
    self.evidence = evidence
  }
}

/// What a check answers where an act is not in order: the body that it convicts, and what that rests on
/// besides the act. It is only made when something is found.
struct Conviction {
  let offender: BodyCode
  /// Acts on the same matter.
  let acts: [Act]
  /// The positions of events of other streams: registrations of entries and nodes, and revisions.
  let facts: [Int64]
  /// The bodies whose registrations matter.
  let registrations: [BodyState]
  /// Where another should have acted, or have been reported to: that body, or those.
  let expected: [BodyCode]
  /// Who acted, where that is an applicant, in the texts of the matter.
  let applicant: TextRange?
  /// How many days too late an act came that should have come first.
  let daysLate: Int?
  /// What would lift the bar.
  let unless: Exemption?

  init(
    of offender: BodyCode, acts: [Act?] = [], facts: [Int64?] = [],
    registrations: [BodyState?] = [], expected: [BodyCode] = [], applicant: TextRange? = nil,
    daysLate: Int? = nil, unless: Exemption? = nil
  ) {
    self.offender = offender
    self.expected = expected
    self.applicant = applicant
    self.daysLate = daysLate
    self.unless = unless
    self.acts = acts.compactMap(\.self)
    self.facts = facts.compactMap(\.self)
    self.registrations = registrations.compactMap(\.self)
  }
}
