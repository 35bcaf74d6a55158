import WorkingDays

extension Scorecard {
  /// The scorecard's schema, `Schemas/scorecard.json`.
  public static let schema = "govledger.scorecard/1"

  /// The scorecard as canonical JSON (RFC 8785) with a line end. Equal scorecards give equal bytes.
  public var json: [UInt8] {
    var writer = CanonicalWriter(reserving: 512 + bodies.count * 512)
    writer.openObject()
    writer.member("asOf", scope.asOf)
    writer.key("bodies")
    writer.openArray()
    for body in bodies {
      writer.element()
      writer.write(body)
    }
    writer.closeArray()
    writer.nullable("from", period.from?.description)
    writer.member("knownAt", scope.knownAt)
    writer.key("ledger")
    writer.openObject()
    writer.member("root", ledger.root.base64)
    writer.member("size", ledger.size)
    writer.closeObject()
    writer.member("ruleBook", ruleBook.description)
    writer.member("schema", Self.schema)
    writer.nullable("to", period.to?.description)
    writer.closeObject()
    return writer.bytes + [0x0A]
  }
}

extension CanonicalWriter {
  fileprivate mutating func write(_ body: Scorecard.Body) {
    openObject()
    if body.isByReference { member("byReference", true) }
    member("department", body.department)
    nullable("division", body.division?.description)
    key("duties")
    openObject()
    for verdict in Verdict.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
      key(verdict.rawValue)
      integer(Int64(body[verdict]))
    }
    closeObject()
    nullable("kind", body.registered?.kind.rawValue)
    nullable("level", body.level?.rawValue)
    nullable("medianWorkingDays", body.medianWorkingDays.map(Int64.init))
    nullable("name", body.registered?.name)
    nullable(
      "ninetiethPercentileWorkingDays", body.ninetiethPercentileWorkingDays.map(Int64.init))
    nullable("onTimePermille", body.onTimePermille.map(Int64.init))
    nullable("rank", body.rank.map(Int64.init))
    member("remarks", Int64(body.remarks))
    key("sharing")
    if let sharing = body.sharing { write(sharing) } else { null() }
    member("violations", Int64(body.violations))
    closeObject()
  }

  private mutating func write(_ sharing: SharingShare) {
    openObject()
    member("conditionalPercent", Int64(sharing.conditionalPercent))
    member("entries", Int64(sharing.entries))
    member("notSharedPercent", Int64(sharing.notSharedPercent))
    member("unconditionalPercent", Int64(sharing.unconditionalPercent))
    closeObject()
  }
}
