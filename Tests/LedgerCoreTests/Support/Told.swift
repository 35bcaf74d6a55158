import LedgerCore

// Findings as one line each, so that tables of cases can state them whole.

extension ObligationFinding {
  /// `sd329.23/SR-1 late due 2025-10-16 by e2 on 2025-10-17 taken 11 late 1`.
  var told: String {
    let parts: [String?] = [
      "\(id) \(verdict.rawValue)", dueOn.map { "due \($0)" },
      provisionalDueOn.map { "provisionally \($0)" },
      discharge.map { "by \($0.event) on \($0.on)" }, workingDaysTaken.map { "taken \($0)" },
      workingDaysLate.map { "late \($0)" }, secondsTaken.map { "seconds \($0)" },
      daysOpen.map { "days \($0)" },
    ]
    return parts.compactMap { $0 }.joined(separator: " ")
  }
}

extension Violation {
  /// `sd329.9.start by 1137… at e3`.
  var told: String { "\(rule) by \(department) at \(event)" }
}

extension AuditReport {
  /// Every obligation, then every violation.
  var told: [String] { obligations.map(\.told) + violations.map(\.told) }
}
