import WorkingDays

/// An obligation on which two audits of one log differ: in the verdict, in the due date, or because
/// only one of them knows it.
public struct ObligationDifference: Sendable {
  /// What the first audit found; `nil` when it does not know the obligation.
  public let first: ObligationFinding?
  /// What the second audit found.
  public let second: ObligationFinding?
  /// Why they differ.
  public let reasons: [BilingualText]
  /// Whose the obligation is.
  public var department: BodyCode? { (first ?? second)?.department }
}

/// Two audits of one log, compared: every obligation whose verdict or due date differs, and nothing
/// else.
///
/// Obligations are the same when one event opened them, for the same duty, about the same part of
/// it: the rules of different books may give them different names.
public struct AuditComparison: Sequence, Sendable {
  private let first: AuditReport
  private let second: AuditReport

  /// Compares two audits of one log.
  public init(_ first: AuditReport, _ second: AuditReport) {
    self.first = first
    self.second = second
  }

  /// Goes through the differences, by trigger position.
  public func makeIterator() -> Iterator { Iterator(first, second) }

  /// Goes through the differences in order.
  public struct Iterator: IteratorProtocol {
    private let reasons: DifferenceReasons
    private var first: FindingGroups
    private var second: FindingGroups
    /// What is left of the last groups, the last first.
    private var found: [ObligationDifference] = []
    /// How many obligations were compared, whether they differ or not.
    public private(set) var compared = 0

    fileprivate init(_ first: AuditReport, _ second: AuditReport) {
      reasons = DifferenceReasons(first, second)
      self.first = FindingGroups(first.obligations)
      self.second = FindingGroups(second.obligations)
    }

    /// The next difference.
    public mutating func next() -> ObligationDifference? {
      while found.isEmpty {
        guard let position = [first.position, second.position].compactMap(\.self).min() else {
          return nil
        }
        compare(first.take(at: position), second.take(at: position))
      }
      return found.popLast()
    }

    /// Compares what one event opened.
    private mutating func compare(_ left: [ObligationFinding], _ right: [ObligationFinding]) {
      var right = right
      var pairs: [(ObligationFinding?, ObligationFinding?)] = []
      for finding in left {
        let place = right.firstIndex { $0.isSame(as: finding) }
        pairs.append((finding, place.map { right.remove(at: $0) }))
      }
      for finding in right { pairs.append((nil, finding)) }
      compared += pairs.count
      for (left, right) in pairs.reversed() where left?.outcome != right?.outcome {
        found.append(
          ObligationDifference(
            first: left, second: right, reasons: reasons.reasons(for: left, right)))
      }
    }
  }
}

/// The findings of a report, event by event.
private struct FindingGroups {
  private var findings: ObligationFindings.Iterator
  private var next: ObligationFinding?

  init(_ findings: ObligationFindings) {
    self.findings = findings.makeIterator()
    next = self.findings.next()
  }

  /// The position of the next event that opened an obligation.
  var position: Int64? { next?.trigger.position }

  /// The findings that the event at a position opened, if they are next.
  mutating func take(at position: Int64) -> [ObligationFinding] {
    var group: [ObligationFinding] = []
    while let finding = next, finding.trigger.position == position {
      group.append(finding)
      next = findings.next()
    }
    return group
  }
}

extension ObligationFinding {
  /// What a comparison looks at.
  fileprivate struct Outcome: Equatable {
    let verdict: Verdict
    let dueOn: CivilDate?
    let provisionalDueOn: CivilDate?
    let dueAt: Instant?
  }

  fileprivate var outcome: Outcome {
    Outcome(verdict: verdict, dueOn: dueOn, provisionalDueOn: provisionalDueOn, dueAt: dueAt)
  }

  /// Whether both are about the same part of one duty, opened by the same event.
  fileprivate func isSame(as other: ObligationFinding) -> Bool {
    duty == other.duty
      && id.text.utf8.dropFirst(rule.utf8.count)
        .elementsEqual(other.id.text.utf8.dropFirst(other.rule.utf8.count))
  }
}
