import WorkingDays

/// The registered authorities of the divisions: the data authorities and the cyberspace authorities, to
/// which bodies report (art. 31), and of which a division has one (art. 6).
///
/// What a body is, is known with its registration, whenever that took place.
package struct Authorities: Sendable {
  private struct Registered: Sendable {
    let code: BodyCode
    let division: Division
    let moment: Moment
  }

  /// By kind and by the division that answers for theirs in the end.
  private var registered: [BodyKind: [Division: [Registered]]] = [:]

  /// None yet.
  package init() {}

  /// When the first data authority of a division was registered.
  func firstDataAuthority(of division: Division) -> Moment? {
    candidates(.dataAuthority, division).filter { $0.division == division }.map(\.moment).min()
  }

  /// The authorities of a kind whose division is the same on a day, by their codes.
  func of(_ division: Division, _ kind: BodyKind, on day: CivilDate) -> [BodyCode] {
    let then = division.inForce(on: day)
    return candidates(kind, division).filter { $0.division.inForce(on: day) == then }.map(\.code)
      .sorted()
  }

  private func candidates(_ kind: BodyKind, _ division: Division) -> [Registered] {
    registered[kind]?[division.inForce(on: .max)] ?? []
  }

  /// Takes note of an act, if it registers one.
  mutating func tell(_ act: Act) {
    guard act.type == .departmentRegistered, let kind: BodyKind = act.choice(.kind),
      kind == .dataAuthority || kind == .cyberspaceAuthority,
      let division = act.division(.division), let code = act.code(.department)
    else { return }
    registered[kind, default: [:]][division.inForce(on: .max), default: []].append(
      Registered(code: code, division: division, moment: act.moment))
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
    guard let body = body(department),
      let (kind, division) = kind.registered(for: body.division.inForce(on: day))
    else { return [] }
    return authorities(of: division, kind, on: day)
  }
}
