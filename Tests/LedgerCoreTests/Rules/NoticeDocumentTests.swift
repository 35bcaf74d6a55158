@testable import LedgerCore
import Testing
import WorkingDays

/// The document form of holiday notices.
@Suite struct NoticeDocumentTests {
  private func notices(_ list: String) throws(LedgerError) -> [HolidayNotice] {
    try HolidayNotice.list(json: #"{"schema":"govledger.notices/1","notices":\#(list)}"#.utf8)
  }

  @Test func reads() throws {
    let read = try notices(
      #"[{"notice":"N","title":"t","issuedOn":"2026-11-01","off":["2027-01-01"],"worked":[]},"#
        + #"{"worked":["2027-01-03"],"off":[],"issuedOn":"2026-11-02","notice":"M"}]"#)
    #expect(
      read == [
        HolidayNotice(name: "N", issuedOn: "2026-11-01", off: ["2027-01-01"], worked: []),
        HolidayNotice(name: "M", issuedOn: "2026-11-02", off: [], worked: ["2027-01-03"]),
      ])
  }

  @Test(arguments: [
    ("{}", "notices"), ("[3]", "notices[0]"), ("[{}]", "notices[0].notice"),
    (#"[{"notice":"","issuedOn":"2026-11-01","off":[],"worked":[]}]"#, "notices[0].notice"),
    (#"[{"notice":"N","issuedOn":"2026-13-01","off":[],"worked":[]}]"#, "notices[0].issuedOn"),
    (#"[{"notice":"N","issuedOn":"2026-11-01","off":{},"worked":[]}]"#, "notices[0].off"),
    (#"[{"notice":"N","issuedOn":"2026-11-01","off":["x"],"worked":[]}]"#, "notices[0].off[0]"),
    (#"[{"notice":"N","issuedOn":"2026-11-01","off":[],"worked":[7]}]"#, "notices[0].worked[0]"),
    (#"[{"notice":"N","issuedOn":"2026-11-01","off":[]}]"#, "notices[0].worked"),
    (#"[{"notice":"N","issuedOn":"2026-11-01","off":[],"worked":[],"x":1}]"#, "notices[0].x"),
    (#"[{"notice":"N","issuedOn":"9999-01-01","off":[],"worked":[]}]"#, "notices[0].issuedOn"),
    (
      #"[{"notice":"N","issuedOn":"2026-11-01","off":["9999-12-31"],"worked":[]}]"#,
      "notices[0].off[0]"
    ),
    (
      #"[{"notice":"N","issuedOn":"2026-11-01","off":[],"worked":["9999-01-01"]}]"#,
      "notices[0].worked[0]"
    ),
  ])
  func refuses(_ list: String, _ path: String) throws {
    let error = try refusal { try notices(list) }
    #expect(error.code == .malformed)
    #expect(error.path == path, "\(error)")
  }

  @Test func everyNode() throws {
    let document = try JSONValue(parsing: try #require(BundledFiles.bytes(of: "holiday-notices")))
    let places = document.places()
    for place in stride(from: 0, to: places.count, by: 3).map({ places[$0] }) {
      for new in [JSONValue.null, .integer(1), .string("x"), .array([.null]), nil] {
        let bytes = document.setting(place, to: new).canonicalBytes
        do {
          _ = try HolidayNotice.list(json: bytes)
        } catch {
          #expect(error.path?.hasPrefix(place.parent.text) == true, "\(place.text): \(error)")
        }
      }
    }
  }
}
