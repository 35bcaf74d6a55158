import LedgerCore

/// A regulation that nobody enacted, with rules of every kind that a rule book may state, in two
/// versions. The engine knows nothing of it.
enum InventedBook {
  static let versions = [version(1), version(2)]

  /// The second version has the names of the first, and other periods, ends and limits.
  static func version(_ version: Int) -> RuleBook {
    do {
      return try RuleBook(json: document(version).utf8)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  private static func document(_ version: Int) -> String {
    let isFirst = version == 1
    let rules = [
      rule(
        "inv.asked", "shareReply", on: "share.requested", by: ["share.replied"],
        closedBy: ["share.withdrawn"], start: "receivedOn", workingDays: isFirst ? 5 : 8,
        more: [
          #""where":{"sharing":["conditional","notShared"]}"#,
          extended(by: "share.extended", isFirst ? 7 : 3, times: 2),
          restarted("share.supplement-requested", "share.supplemented", times: 2),
        ]),
      rule(
        "inv.heard", "shareHearing", on: "share.requested",
        by: ["share.supplement-requested", "share.provided"], start: "occurredOn",
        period: #"{"hours":\#(24 * version)}"#),
      rule(
        "inv.agreed", "shareProvision", on: "share.replied", by: ["share.provided"],
        closedBy: isFirst ? ["share.withdrawn"] : ["share.withdrawn", "share.revoked"],
        start: "occurredOn", period: #"{"calendarDays":10}"#,
        more: [#""where":{"decision":["agreed"]},"lastDayOnRestDay":"stands""#]),
      rule(
        "inv.each", "catalogUpdate", on: "catalog.update-triggered",
        by: isFirst
          ? ["catalog.entry-revised"] : ["catalog.entry-revised", "catalog.trigger-reviewed"],
        closedBy: ["catalog.entry-retired"], start: "promulgatedOn",
        period: #"{"calendarDays":20}"#,
        more: [
          #""each":"entry","lastDayOnRestDay":"movesToNextWorkingDay""#,
          extended(by: "catalog.update-extended", 9, times: 3),
          stopped([("catalog.update-submitted", "catalog.update-published")]),
        ]),
      rule(
        "inv.whole", "catalogReview", on: "catalog.update-triggered",
        by: ["catalog.trigger-reviewed", "catalog.entry-retired"], start: "occurredOn",
        workingDays: 6,
        more: [extended(by: "catalog.update-extended", 4, times: 1)],
        counting: #""countsStartDay":true,"startOnRestDay":"deemedReceivedNextWorkingDay","#
          + #""periodEnd":"closeOfBusiness","closeOfBusinessAt":"17:30","#
          + #""calendar":"knownWhenTheClockStarted""#),
      rule(
        "inv.received", "catalogCheck", on: "catalog.update-submitted",
        by: ["catalog.update-published"], start: "occurredOn", workingDays: 2,
        more: [#""obligated":"authority""#]),
      rule(
        "inv.applied", "openReply", on: "open.applied", by: ["open.replied"],
        closedBy: ["open.withdrawn"], start: "receivedOn", period: #"{"calendarDays":15}"#,
        more: [
          #""lastDayOnRestDay":"movesToNextWorkingDay""#,
          extended(by: "open.extended", 10, times: 2, consent: "headOfBody"),
          stopped(
            [("open.consultation-begun", "open.consultation-ended")], atMost: isFirst ? nil : 4),
          restarted("open.correction-requested", "open.corrected", times: 3),
        ]),
      rule(
        "inv.told", "openNotice", on: "open.replied", by: ["open.consultation-ended"],
        closedBy: ["open.withdrawn"], start: "occurredOn", workingDays: 3,
        more: [#""onlyIfDone":true"#]),
      rule(
        "inv.raised", "verification", on: "verification.raised", by: ["verification.resolved"],
        start: "receivedOn", period: "null",
        more: [#""where":{"sharing":["conditional"]}"#]),
      rule(
        "inv.struck", "incidentWarning", on: "incident.detected", by: ["incident.reported"],
        closedBy: isFirst ? [] : ["incident.summarised"], start: "occurredOn", workingDays: 3,
        more: [
          #""each":"recipient","recipients":["cyberspaceAuthority","dataAuthority"]"#,
          #""where":{"grade":["major","larger"],"operator":["other","centralOrgan"]}"#,
          stopped([("incident.remedied", "incident.closed")]),
        ]),
    ]
    return #"{"schema":"govledger.rule-book/1","book":"invented/\#(version)","#
      + #""title":{"zh":"某办法","en":"Some measures"},"#
      + #""inForceFrom":"202\#(version - 1)-06-01","obligations":[\#(rules.joined(separator: ","))],"#
      + #""violations":[{"rule":"inv.reasons","article":"第九条","check":"refusalWithoutReasons","#
      + #""text":{"zh":"应当说明理由。","en":"Reasons shall be stated."},"#
      + #""message":{"zh":"未说明理由","en":"no reasons"}}]}"#
  }

  private static func rule(
    _ name: String, _ duty: String, on trigger: String, by discharges: [String],
    closedBy: [String] = [], start: String, workingDays: Int? = nil, period: String = "",
    more: [String] = [], counting: String? = nil
  ) -> String {
    let defaults =
      #""countsStartDay":false,"startOnRestDay":"countsFromNextWorkingDay","#
      + #""periodEnd":"midnight","calendar":"finallyInForce""#
    let closes = closedBy.isEmpty ? [] : [#""closedBy":\#(list(closedBy))"#]
    let parts = [
      #""rule":"\#(name)","article":"第八条","duty":"\#(duty)","trigger":"\#(trigger)""#,
      #""start":"\#(start)","dischargedBy":\#(list(discharges))"#,
      #""period":\#(workingDays.map { #"{"workingDays":\#($0)}"# } ?? period)"#,
      counting ?? defaults, #""text":{"zh":"应当办理。","en":"It shall be done."}"#,
    ]
    return "{" + (parts + closes + more).joined(separator: ",") + "}"
  }

  private static func extended(
    by act: String, _ days: Int, times: Int, consent: String = "sameLevelAuthority"
  ) -> String {
    #""extension":{"by":"\#(act)","atMost":\#(days),"times":\#(times),"consent":"\#(consent)"}"#
  }

  private static func restarted(_ asked: String, _ received: String, times: Int) -> String {
    #""restart":{"asked":"\#(asked)","received":"\#(received)","times":\#(times)}"#
  }

  private static func stopped(_ pairs: [(String, String)], atMost: Int? = nil) -> String {
    let most = atMost.map { #","atMost":\#($0)"# } ?? ""
    let pairs = pairs.map { #"{"from":"\#($0)","until":"\#($1)"\#(most)}"# }
    return #""suspension":[\#(pairs.joined(separator: ","))]"#
  }

  private static func list(_ names: [String]) -> String {
    "[" + names.map { "\"\($0)\"" }.joined(separator: ",") + "]"
  }
}
