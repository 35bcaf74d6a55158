import MerkleLog
import TestSupport
import WorkingDays

@testable import LedgerCore

/// Random valid events of every type: what the stored reader and the projections must take.
struct RandomEvents {
  var generator: SplitMix64
  /// Whether texts, names and numbers are such as nearly all records have.
  let isOrdinary: Bool

  init(seed: UInt64, isOrdinary: Bool = false) {
    generator = SplitMix64(seed: seed)
    self.isOrdinary = isOrdinary
  }

  mutating func event(_ type: EventType) -> Event {
    Event(
      record: record(type), position: whole(), version: whole(), recordedAt: instant())
  }

  mutating func record(_ type: EventType) -> Record {
    Record(
      id: id(), occurredAt: instant(), actor: body(), data: data(type),
      correlation: maybe { $0.id() }, causation: maybe { $0.id() },
      sourceRecordedAt: maybe { $0.instant() })
  }

  // MARK: Parts

  mutating func id() -> Identifier {
    Identifier(
      isOrdinary
        ? RandomText.ordinaryIdentifier(using: &generator)
        : RandomText.identifier(using: &generator))
  }

  mutating func text() -> String {
    isOrdinary
      ? RandomText.ordinaryText(using: &generator) : RandomText.text(using: &generator)
  }

  mutating func body() -> BodyCode { .numbered(Int.random(in: 0...999_999, using: &generator)) }

  mutating func bool() -> Bool { Bool.random(using: &generator) }

  private mutating func number() -> Int { Int.random(in: 0...2, using: &generator) }

  mutating func whole() -> Int64 {
    let largest: Int64 = isOrdinary ? 999_999_999_999_999 : 9_007_199_254_740_991
    return bool()
      ? Int64.random(in: 0...9, using: &generator)
      : Int64.random(in: 0...largest, using: &generator)
  }

  mutating func instant() -> Instant {
    let range = Instant.min.millisecondsSinceEpoch...Instant.max.millisecondsSinceEpoch
    let milliseconds = Int64.random(in: range, using: &generator)
    return Instant(millisecondsSinceEpoch: milliseconds) ?? .min
  }

  mutating func date() -> CivilDate { instant().beijingDate }

  mutating func choice<Value: CaseIterable>() -> Value {
    guard let value = Value.allCases.randomElement(using: &generator) else {
      preconditionFailure("no cases")
    }
    return value
  }

  mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? { bool() ? make(&self) : nil }

  mutating func distinct<Value: Hashable>(
    _ counts: ClosedRange<Int>, _ make: (inout Self) -> Value
  ) -> [Value] {
    let count = Int.random(in: counts, using: &generator)
    var values: [Value] = []
    while values.count < count {
      let value = make(&self)
      if !values.contains(value) { values.append(value) }
    }
    return values
  }

  private mutating func division() -> Division {
    (["370000", "370100", "370102", "110000", "999999"] as [Division])
      .randomElement(using: &generator) ?? "370000"
  }

  private mutating func fields() -> [EntryField] {
    distinct(1...3) { $0.text() }.map { EntryField(name: $0, type: text()) }
  }

  // MARK: Data

  mutating func data(_ type: EventType) -> EventData {
    switch type {
    case .entryRegistered, .entryRevised, .entryRetired, .updateTriggered, .triggerReviewed,
      .catalogFiled:
      catalogData(type)
    case .shareRequested, .shareReplied, .shareWithdrawn: shareData(type)
    case .incidentDetected, .incidentRemedied, .incidentReported: incidentData(type)
    case .projectSubmitted, .projectReviewed, .projectStarted: projectData(type)
    case .departmentRegistered, .noticeIssued, .rulesAdopted, .auditAttested: otherData(type)
    default: .act(act(type))
    }
  }

  /// An act with a form, with some of the keys that it may have.
  private mutating func act(_ type: EventType) -> LedgerCore.Act {
    let keys = ActForm.of(type)?.keys.filter { !$0.isOptional || bool() } ?? []
    return LedgerCore.Act(
      type, Dictionary(uniqueKeysWithValues: keys.map { ($0.text, value($0.kind)) }))
  }

  private mutating func value(_ kind: ActForm.Kind) -> LedgerCore.Act.Value {
    switch kind {
    case .identifier: .identifier(id())
    case .text: .text(text())
    case .code: .code(body())
    case .date, .past: .date(date())
    case .division: .division(division())
    case .instant: .instant(instant())
    case .integer(let range): .integer(integer(in: range))
    case .choice(let names): .text(names.randomElement(using: &generator) ?? "")
    case .texts: .texts(distinct(1...3) { $0.text() })
    }
  }

  /// An ordinary number has at most fifteen digits.
  private mutating func integer(in range: ClosedRange<Int64>) -> Int64 {
    let range = isOrdinary ? range.clamped(to: 0...999_999_999_999_999) : range
    return [range.lowerBound, range.upperBound, .random(in: range, using: &generator)][number()]
  }

  private mutating func catalogData(_ type: EventType) -> EventData {
    switch type {
    case .entryRegistered:
      .entryRegistered(
        EntryRegistered(
          entry: id(), department: body(), name: text(), classification: text(), format: text(),
          fields: fields(), updateCycle: text(), sharing: choice(), sharingMode: text(),
          useRequirements: text(), legalBasis: maybe { $0.text() }, openness: choice(),
          origin: maybe { $0.choice() },
          isStateSecret: isOrdinary ? nil : maybe { $0.bool() }))
    case .entryRevised: revision()
    case .entryRetired:
      .entryRetired(EntryRetired(entry: id(), reason: text(), trigger: maybe { $0.id() }))
    case .updateTriggered:
      .updateTriggered(
        UpdateTriggered(
          trigger: idWithoutSlash(), department: body(), kind: choice(), instrument: text(),
          promulgatedOn: maybe { $0.date() }, effectiveOn: date(),
          entries: distinct(0...3) { $0.id() }))
    case .triggerReviewed:
      .triggerReviewed(TriggerReviewed(trigger: id(), entry: maybe { $0.id() }, reason: text()))
    default:
      .catalogFiled(
        CatalogFiled(department: body(), authority: body(), entries: distinct(1...3) { $0.id() }))
    }
  }

  private mutating func idWithoutSlash() -> Identifier {
    Identifier(id().text.replacing("/", with: "-"))
  }

  private mutating func revision() -> EventData {
    var changes = EntryRevised.Changes()
    changes.department = maybe { $0.body() }
    changes.name = maybe { $0.text() }
    changes.classification = maybe { $0.text() }
    changes.format = maybe { $0.text() }
    changes.fields = maybe { $0.fields() }
    changes.updateCycle = maybe { $0.text() }
    changes.sharing = maybe { $0.choice() }
    changes.sharingMode = maybe { $0.text() }
    changes.useRequirements = maybe { $0.text() }
    changes.legalBasis = maybe { $0.text() }
    changes.openness = maybe { $0.choice() }
    let trigger = changes == EntryRevised.Changes() ? id() : maybe { $0.id() }
    return .entryRevised(EntryRevised(entry: id(), trigger: trigger, changes: changes))
  }

  private mutating func shareData(_ type: EventType) -> EventData {
    switch type {
    case .shareRequested:
      .shareRequested(
        ShareRequested(
          request: id(), entry: id(), requester: body(), purpose: text(), legalBasis: text(),
          items: maybe { $0.distinct(1...3) { $0.text() } }, receivedAt: instant()))
    case .shareReplied:
      .shareReplied(
        ShareReplied(
          request: id(), decision: choice(), terms: maybe { $0.text() },
          reasons: maybe { $0.text() }))
    default:
      .shareWithdrawn(ShareWithdrawn(request: id(), reason: text()))
    }
  }

  private mutating func incidentData(_ type: EventType) -> EventData {
    switch type {
    case .incidentDetected:
      .incidentDetected(
        IncidentDetected(
          incident: id(), department: body(), kind: choice(), summary: text(),
          grade: isOrdinary ? nil : maybe { $0.choice() },
          operator: isOrdinary ? nil : maybe { $0.choice() }))
    case .incidentRemedied: .incidentRemedied(IncidentRemedied(incident: id(), measures: text()))
    default:
      .incidentReported(
        IncidentReported(incident: id(), recipient: body(), recipientKind: choice()))
    }
  }

  private mutating func projectData(_ type: EventType) -> EventData {
    switch type {
    case .projectSubmitted:
      .projectSubmitted(
        ProjectSubmitted(
          project: id(), department: body(), kind: choice(), name: text(),
          fixedAssetInvestment: bool(), stateSubsidy: bool()))
    case .projectReviewed:
      .projectReviewed(
        ProjectReviewed(
          project: id(), authority: body(), outcome: choice(), reasons: maybe { $0.text() }))
    default: .projectStarted(ProjectStarted(project: id()))
    }
  }

  private mutating func attestation() -> EventData {
    let hashes = (0..<4).map { _ in Array(text().utf8).withUnsafeBytes(SHA256Hasher.leaf) }
    return .auditAttested(
      AuditAttested(
        head: LogHead(size: .random(in: 0...10_000, using: &generator), root: hashes[0]),
        asOf: instant(), knownAt: instant(), ruleBook: RuleBookNames("order-329/1"),
        reportDigest: hashes[1],
        projectionsDigest: hashes[2], obligationsRoot: hashes[3],
        obligations: .random(in: 0...10_000, using: &generator)))
  }

  private mutating func otherData(_ type: EventType) -> EventData {
    switch type {
    case .departmentRegistered:
      return .departmentRegistered(
        DepartmentRegistered(
          department: body(), name: text(), division: division(), kind: choice()))
    case .noticeIssued:
      let days = distinct(1...6) { $0.date() }
      let split = Int.random(in: 0...days.count, using: &generator)
      return Act.notice(
        id().text, issued: date(), off: Array(days[..<split]), worked: Array(days[split...]))
    case .auditAttested: return attestation()
    default:
      if bool() { return Act.adopt(InventedBook.versions[bool() ? 0 : 1], from: date()) }
      let version = Int.random(in: 1...999_999, using: &generator)
      return Act.adopt("order-329.a/\(version)", from: date())
    }
  }
}
