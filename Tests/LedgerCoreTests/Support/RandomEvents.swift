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

  private mutating func successors() -> [Successor] {
    distinct(1...3) { $0.body() }.map { body in
      Successor(department: body, scope: maybe { $0.distinct(1...3) { $0.id() } })
    }
  }

  // MARK: Data

  mutating func data(_ type: EventType) -> EventData {
    switch type {
    case .calendarNoticeIssued: notice()
    case .rulesAdopted: adoption()
    case .auditAttested: attestation()
    default: Act.of(type, values(of: type))
    }
  }

  /// Values for some of the keys that a type may have.
  mutating func values(of type: EventType) -> [String: DataValue] {
    let form = type.form
    var values: [String: DataValue] = [:]
    for key in form.keys where !key.isOptional || bool() {
      values[key.key.name] = value(key.kind)
    }
    // Something must change, or be answered.
    if values.count < form.leastKeys { values["trigger"] = .identifier(idWithoutSlash()) }
    return values
  }

  private mutating func value(_ kind: EventForm.Kind) -> DataValue {
    switch kind {
    case .identifier: .identifier(id())
    case .slashless: .identifier(idWithoutSlash())
    case .text: .text(text())
    case .code: .code(body())
    case .date, .past: .date(date())
    case .division: .division(division())
    case .instant: .instant(instant())
    case .bool: .bool(bool())
    case .integer(let range): .integer(integer(in: range))
    case .choice(let names): .choice(names.all.randomElement(using: &generator) ?? "")
    case .texts: .texts(distinct(1...3) { $0.text() })
    case .identifiers(let orEmpty): .identifiers(distinct((orEmpty ? 0 : 1)...3) { $0.id() })
    case .fields: .fields(fields())
    // What else holds more is made by hand.
    case .other: .successors(successors())
    }
  }

  private mutating func idWithoutSlash() -> Identifier {
    Identifier(id().text.replacing("/", with: "_"))
  }

  /// An ordinary number has at most fifteen digits.
  private mutating func integer(in range: ClosedRange<Int64>) -> Int64 {
    let range = isOrdinary ? range.clamped(to: 0...999_999_999_999_999) : range
    return [range.lowerBound, range.upperBound, .random(in: range, using: &generator)][number()]
  }

  private mutating func attestation() -> EventData {
    let hashes = (0..<5).map { _ in Array(text().utf8).withUnsafeBytes(SHA256Hasher.leaf) }
    return .auditAttested(
      AuditAttested(
        asOf: instant(), knownAt: instant(), ruleBook: RuleBookNames("order-329/1"),
        size: .random(in: 0...10_000, using: &generator), root: hashes[0],
        reportDigest: hashes[1], projectionsDigest: hashes[2],
        obligations: .random(in: 0...10_000, using: &generator), obligationsRoot: hashes[3],
        violations: .random(in: 0...10_000, using: &generator), violationsRoot: hashes[4]))
  }

  private mutating func notice() -> EventData {
    let days = distinct(1...6) { $0.date() }
    let split = Int.random(in: 0...days.count, using: &generator)
    return Act.notice(
      id().text, issued: date(), off: Array(days[..<split]), worked: Array(days[split...]))
  }

  private mutating func adoption() -> EventData {
    if bool() { return Act.adopt(InventedBook.versions[bool() ? 0 : 1], from: date()) }
    let version = Int.random(in: 1...999_999, using: &generator)
    return Act.adopt("order-329.a/\(version)", from: date())
  }
}
