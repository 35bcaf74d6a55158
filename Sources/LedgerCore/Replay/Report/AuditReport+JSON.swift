import WorkingDays

extension AuditReport {
  /// The report's schema, `Schemas/report.json`.
  public static let schema = "govledger.audit/1"

  private static let chunkSize = 1 << 16

  /// Writes the report as canonical JSON (RFC 8785) with a line end, a chunk at a time.
  ///
  /// Equal reports give equal bytes, on every machine and engine.
  ///
  /// - Throws: ``LedgerError`` with `inputOutput` when obligations that were put away cannot be read
  ///   again, and what `sink` throws.
  public func writeJSON(to sink: ([UInt8]) throws -> Void) throws {
    var writer = CanonicalWriter(reserving: 2 * Self.chunkSize)
    writer.openObject()
    writer.member("asOf", scope.asOf)
    writer.key("corrected")
    _ = try writer.list(corrected, flushingTo: sink, past: Self.chunkSize) { $0.write($1) }
    writer.nullable("department", scope.department?.description)
    writer.member("knownAt", scope.knownAt)
    writer.key("ledger")
    writer.openObject()
    writer.member("root", ledger.root.base64)
    writer.member("size", ledger.size)
    writer.closeObject()
    writer.key("obligations")
    let written = try writer.list(obligations, flushingTo: sink, past: Self.chunkSize) {
      $0.write($1, isByReference: isByReference($1.department))
    }
    try obligations.check(count: written)
    writer.key("outOfScope")
    _ = try writer.list(outOfScope, flushingTo: sink, past: Self.chunkSize) { $0.write($1) }
    try write(remarks, as: "remarks", to: &writer, sink)
    writer.member("ruleBook", rules.name)
    writer.member("schema", Self.schema)
    writer.key("summary")
    summary.write(to: &writer)
    try write(violations, as: "violations", to: &writer, sink)
    writer.closeObject()
    try sink(writer.bytes + [0x0A])
  }

  private func write(
    _ findings: [Violation], as name: StaticString, to writer: inout CanonicalWriter,
    _ sink: ([UInt8]) throws -> Void
  ) rethrows {
    writer.key(name)
    _ = try writer.list(findings, flushingTo: sink, past: Self.chunkSize) {
      $0.write($1, isByReference: isByReference($1.department))
    }
  }

  /// The report as canonical JSON with a line end.
  ///
  /// - Throws: as ``writeJSON(to:)``.
  public var json: [UInt8] {
    get throws {
      var bytes: [UInt8] = []
      try writeJSON { bytes += $0 }
      return bytes
    }
  }
}

extension AuditReport.Summary {
  fileprivate func write(to writer: inout CanonicalWriter) {
    writer.openObject()
    writer.member("closed", Int64(self[.closed]))
    writer.member("corrected", Int64(corrected))
    writer.member("done", Int64(self[.done]))
    writer.member("late", Int64(self[.late]))
    writer.member("met", Int64(self[.met]))
    writer.member("open", Int64(self[.open]))
    writer.member("overdue", Int64(self[.overdue]))
    writer.member("pending", Int64(self[.pending]))
    writer.member("remarks", Int64(remarks))
    writer.member("violations", Int64(violations))
    writer.closeObject()
  }
}

extension CanonicalWriter {
  /// - Parameter isByReference: whether the report marks it so; by itself a finding does not tell.
  mutating func write(_ finding: ObligationFinding, isByReference: Bool = false) {
    openObject()
    member("article", finding.article)
    if isByReference { member("byReference", true) }
    if case .calendarDays(let period) = finding.period {
      member("calendarDays", Int64(period.days))
    }
    if let days = finding.daysOpen { member("daysOpen", Int64(days)) }
    member("department", finding.department)
    nullable("discharge", finding.discharge)
    member("dueAt", finding.dueAt)
    nullable("dueOn", finding.dueOn?.description)
    if finding.clock.excludedDays > 0 {
      member("excludedDays", Int64(finding.clock.excludedDays))
    }
    if finding.clock.extendedDays > 0 {
      member("extendedDays", Int64(finding.clock.extendedDays))
    }
    member("heirOf", finding.heirOf)
    if case .hours(let hours) = finding.period { member("hours", Int64(hours)) }
    member("id", finding.id)
    if finding.evidence.isImported { member("imported", true) }
    if finding.evidence.isLate { member("lateEvidence", true) }
    nullable("provisionalDueOn", finding.provisionalDueOn?.description)
    member("restartedOn", finding.clock.restartedOn)
    member("rule", finding.rule)
    nullable("secondsTaken", finding.secondsTaken)
    if finding.clock.isSuspended { member("suspended", true) }
    nullable("trigger", finding.trigger)
    member("verdict", finding.verdict)
    nullable("workingDays", finding.workingDays.map(Int64.init))
    nullable("workingDaysLate", finding.workingDaysLate.map(Int64.init))
    nullable("workingDaysTaken", finding.workingDaysTaken.map(Int64.init))
    closeObject()
  }

  /// - Parameter isByReference: whether the report marks it so; by itself a violation does not tell.
  mutating func write(_ violation: Violation, isByReference: Bool = false) {
    openObject()
    if let applicant = violation.applicant { member("applicant", applicant) }
    member("article", violation.article)
    if isByReference { member("byReference", true) }
    if let days = violation.daysLate { member("daysLate", Int64(days)) }
    member("department", violation.department)
    member("event", violation.event)
    key("evidence")
    openArray()
    for event in violation.evidence {
      element()
      openObject()
      member("event", event.event)
      member("position", event.position)
      closeObject()
    }
    closeArray()
    if !violation.expected.isEmpty {
      key("expected")
      openArray()
      for body in violation.expected {
        element()
        string(body.description)
      }
      closeArray()
    }
    member("message", "\(violation.message.zh) (\(violation.message.en))")
    member("position", violation.position)
    member("rule", violation.rule)
    closeObject()
  }

  fileprivate mutating func write(_ corrected: CorrectedEvent) {
    openObject()
    key("correctedBy")
    openObject()
    member("event", corrected.correctedBy.event)
    member("position", corrected.correctedBy.position)
    closeObject()
    member("event", corrected.event)
    member("position", corrected.position)
    member("reason", corrected.reason)
    closeObject()
  }

  fileprivate mutating func write(_ matter: OutOfScopeMatter) {
    openObject()
    member("article", matter.article)
    member("department", matter.department)
    member("event", matter.event)
    member("position", matter.position)
    closeObject()
  }

  mutating func nullable(_ name: StaticString, _ value: String?) {
    key(name)
    if let value { string(value) } else { null() }
  }

  mutating func nullable(_ name: StaticString, _ value: Int64?) {
    key(name)
    if let value { integer(value) } else { null() }
  }

  fileprivate mutating func nullable(_ name: StaticString, _ cited: CitedEvent?) {
    key(name)
    guard let cited else { return null() }
    openObject()
    member("event", cited.event)
    member("on", cited.on)
    member("position", cited.position)
    closeObject()
  }

  /// Writes a list, handing the bytes over whenever there are enough of them, and says how long it
  /// was.
  fileprivate mutating func list<Element>(
    _ elements: some Sequence<Element>, flushingTo sink: ([UInt8]) throws -> Void, past size: Int,
    _ write: (inout CanonicalWriter, Element) -> Void
  ) rethrows -> Int {
    openArray()
    var count = 0
    for item in elements {
      if count > 0 { comma() }
      count += 1
      write(&self, item)
      if bytes.count > size {
        try sink(bytes)
        removeAll()
      }
    }
    closeArray()
    return count
  }
}
