import WorkingDays

/// The registered authorities of the divisions: the data authorities and the cyberspace authorities, to
/// which bodies report (art. 31), and of which a division has one (art. 6).
///
/// What a body is, is known with its registration, whenever that took place.
package struct Authorities: Sendable {
  private struct Registered: Sendable {
    let code: BodyCode
    let moment: Moment
  }

  /// By kind and by the division under which they were registered.
  private var registered: [BodyKind: [Division: [Registered]]] = [:]

  /// None yet.
  package init() {}

  /// The first data authority of a division that was registered, and when.
  func firstDataAuthority(of division: Division) -> (code: BodyCode, moment: Moment)? {
    registered[.dataAuthority]?[division]?.min { $0.moment < $1.moment }
      .map { ($0.code, $0.moment) }
  }

  /// The authorities of a kind whose division is the same on a day and that have not ended by then, by
  /// their codes.
  func of(
    _ division: Division, _ kind: BodyKind, on day: CivilDate, _ heirs: Heirs
  ) -> [BodyCode] {
    guard let registered = registered[kind] else { return [] }
    let inForce = heirs.division(division, on: day)
    return heirs.divisions(answeredForBy: inForce, on: day)
      .flatMap { registered[$0] ?? [] }.map(\.code)
      .filter { !heirs.hasEnded($0, on: day) }.sorted()
  }

  /// Takes note of an act, if it registers one.
  mutating func tell(_ act: Act) {
    guard act.type == .departmentRegistered, let kind: BodyKind = act.choice(.kind),
      kind == .dataAuthority || kind == .cyberspaceAuthority,
      let division = act.division(.division), let code = act.code(.department)
    else { return }
    registered[kind, default: [:]][division, default: []].append(
      Registered(code: code, moment: act.moment))
  }

  /// Adds what was found by itself.
  mutating func add(_ other: Self) {
    for (kind, divisions) in other.registered {
      registered[kind, default: [:]].merge(divisions, uniquingKeysWith: +)
    }
  }
}

extension ReportRecipient {
  /// The kind of registered body that receives such reports, and the division whose body it is, for a
  /// department of a division; `nil` where no registration tells.
  fileprivate func registered(for division: Division) -> (BodyKind, Division)? {
    switch self {
    case .dataAuthority: (.dataAuthority, division)
    case .cyberspaceAuthority: (.cyberspaceAuthority, division)
    case .provincialCyberspaceAuthority: (.cyberspaceAuthority, division.province)
    case .protectionDepartment, .publicSecurity: nil
    }
  }
}

extension Facts {
  /// The bodies that are to receive a department's reports of incidents on a day; none where no
  /// registration tells: then any body may be the one.
  func recipients(
    _ kind: ReportRecipient, for department: BodyCode, on day: CivilDate
  ) -> [BodyCode] {
    guard let own = division(of: department, on: day),
      let (kind, division) = kind.registered(for: own)
    else { return [] }
    return authorities(of: division, kind, on: day)
  }
}
