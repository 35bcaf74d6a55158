/// What an audit finds: the verdict on an obligation, or a violation.
public enum Finding: Hashable, Sendable {
  /// The verdict on an obligation.
  case obligation(ObligationFinding)
  /// A finding against an act.
  case violation(Violation)

  /// What `explain` and `prove` know it by.
  public var id: Identifier {
    switch self {
    case .obligation(let finding): finding.id
    case .violation(let violation): violation.id
    }
  }

  /// The body whose obligation it is, or that acted.
  public var department: BodyCode {
    switch self {
    case .obligation(let finding): finding.department
    case .violation(let violation): violation.department
    }
  }

  /// The bodies that it is about: the one that acted, or owes the duty, and the one that owed it first.
  public var bodies: [BodyCode] {
    guard case .obligation(let finding) = self, let first = finding.heirOf else {
      return [department]
    }
    return [department, first]
  }

  /// The finding as it stands in a report: canonical JSON.
  public var canonicalBytes: [UInt8] {
    switch self {
    case .obligation(let finding): finding.canonicalBytes
    case .violation(let violation): violation.canonicalBytes
    }
  }
}

extension ObligationFinding {
  /// The finding as it stands in a report: canonical JSON.
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(self)
    return writer.bytes
  }
}

extension Violation {
  /// The violation as it stands in a report: canonical JSON.
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.write(self)
    return writer.bytes
  }
}
