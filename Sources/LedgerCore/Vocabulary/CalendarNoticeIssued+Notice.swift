import MerkleLog
import WorkingDays

extension CalendarNoticeIssued {
  /// Records a notice.
  public init(_ notice: HolidayNotice) {
    self.init(
      notice: Identifier(notice.name), issuedOn: notice.issuedOn, off: notice.off,
      worked: notice.worked)
  }

  /// The notice: its name, the day it was issued, the days it moves.
  public var holidayNotice: HolidayNotice {
    HolidayNotice(name: notice.text, issuedOn: issuedOn, off: off, worked: worked)
  }

  /// A notice moves days, and each in one direction.
  func checkAsAWhole() throws(LedgerError) {
    if let both = Set(off).intersection(worked).min() {
      throw .malformed("worked", found: "\(both), which is also off", expected: "other days")
    }
    if off.isEmpty, worked.isEmpty {
      throw .malformed("off", found: "a notice of no days", expected: "days off or worked")
    }
  }
}

extension Record {
  /// The record of a notice that was issued before, or is issued now.
  ///
  /// - Parameter number: how many records of a notice of the name there are already.
  package init(of notice: HolidayNotice, by actor: BodyCode, at now: Instant, number: Int = 0) {
    self.init(
      id: .notice(notice.name, number: number),
      occurredAt: min(now, .start(of: notice.issuedOn)), actor: actor,
      data: CalendarNoticeIssued(notice))
  }
}

extension Identifier {
  /// The id of the event that records a notice, the first of its name or a later one.
  fileprivate static func notice(_ name: String, number: Int) -> Identifier {
    let id = number == 0 ? "notice-\(name)" : "notice-\(name)-\(number + 1)"
    if Visible.isIdentifier(id) { return Identifier(id) }
    // Too long.
    var digest = ByteDigest()
    digest.update(Array(id.utf8))
    return Identifier("notice-\(digest.value.hex.prefix(32))")
  }
}
