import MerkleLog
import WorkingDays

extension Certificate {
  /// The certificate as canonical JSON (RFC 8785) with a line end.
  public var json: [UInt8] {
    var writer = CanonicalWriter()
    writer.openObject()
    writer.member("asOf", evidence.asOf)
    writer.key("attestation")
    if let attestation = evidence.attestation { writer.write(attestation) } else { writer.null() }
    writer.member("checkpoint", String(decoding: evidence.checkpoint.bytes, as: UTF8.self))
    if case .obligation(let explanation) = explanation {
      writer.list("days", explanation.days) { $0.write($1) }
    }
    writer.list("events", evidence.events) { $0.write($1) }
    writer.member("grade", evidence.grade)
    writer.member("knownAt", evidence.knownAt)
    writer.key("law")
    writer.write(explanation.law)
    if case .obligation(let explanation) = explanation {
      writer.list("notices", explanation.notices) { $0.write($1.notice, at: $1.position) }
      writer.key("obligation")
      writer.write(explanation.finding)
    }
    writer.member("ruleBook", evidence.ruleBook.description)
    writer.member("schema", Self.schema)
    writer.key("statement")
    writer.write(statement)
    if case .violation(let explanation) = explanation {
      writer.key("violation")
      writer.write(explanation.finding)
    }
    writer.closeObject()
    return writer.bytes + [0x0A]
  }
}

extension CanonicalWriter {
  fileprivate mutating func list<Element>(
    _ name: StaticString, _ elements: [Element], _ write: (inout CanonicalWriter, Element) -> Void
  ) {
    key(name)
    openArray()
    for item in elements {
      element()
      write(&self, item)
    }
    closeArray()
  }

  fileprivate mutating func write(_ text: BilingualText) {
    openObject()
    member("en", text.en)
    member("zh", text.zh)
    closeObject()
  }

  fileprivate mutating func write(_ shown: CertificateEvidence.ShownEvent) {
    openObject()
    key("event")
    raw(shown.leaf)
    member("proof", shown.proof.hashes.map(\.base64))
    closeObject()
  }

  fileprivate mutating func write(_ attestation: CertificateEvidence.Attestation) {
    openObject()
    key("event")
    raw(attestation.event.leaf)
    member("index", attestation.proof.index)
    member("path", attestation.proof.hashes.map(\.base64))
    member("proof", attestation.event.proof.hashes.map(\.base64))
    closeObject()
  }

  fileprivate mutating func write(_ counted: CountedDay) {
    openObject()
    member("date", counted.day.date)
    key("notice")
    if let notice = counted.day.reason.notice { string(notice) } else { null() }
    nullable("number", counted.number.map(Int64.init))
    member("reason", counted.day.reason.word)
    member("role", counted.role.word)
    closeObject()
  }

  fileprivate mutating func write(_ notice: HolidayNotice, at position: Int64?) {
    openObject()
    member("issuedOn", notice.issuedOn)
    member("notice", notice.name)
    member("off", notice.off)
    nullable("position", position)
    member("worked", notice.worked)
    closeObject()
  }
}

extension CountedDay.Role {
  var word: String {
    switch self {
    case .start: "start"
    case .deemedStart: "deemedStart"
    case .rest: "rest"
    case .excluded: "excluded"
    case .counted: "counted"
    case .extended: "extended"
    }
  }
}

extension CalendarDay.Reason {
  var word: String {
    switch self {
    case .noticeOff: "noticeOff"
    case .noticeWorked: "noticeWorked"
    case .weekday: "weekday"
    case .weekend: "weekend"
    case .unknownWeekday: "unknownWeekday"
    case .unknownWeekend: "unknownWeekend"
    }
  }
}
