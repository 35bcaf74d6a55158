import Testing

/// What others wrote, as terminals and spreadsheets get it.
@Suite struct ShownTextTests {
  let place: Workplace

  /// A history whose ids look like formulas, and whose names turn the direction of writing.
  init() throws {
    place = try Workplace()
    try place.run(
      """
      govledger generate --events 300 --seed 5 --import |
        sed 's/"id":"/"id":"=/; s/,"name":"/,"name":"\u{202E}/g' > lines
      govledger init --empty l && govledger record l --import lines
      """)
  }

  private func run(_ command: String) throws -> String {
    let ended = try place.run("govledger " + command)
    #expect(ended.status == 0, "\(ended.errors)")
    return ended.output
  }

  @Test func aCellIsNoFormula() throws {
    let cells = try run("audit l --format csv").split(separator: "\r\n").flatMap {
      $0.split(separator: ",")
    }
    #expect(cells.contains { $0.hasPrefix("'=") })
    #expect(!cells.contains { $0.hasPrefix("=") || $0.hasPrefix("\"=") })
    #expect(try run("audit l --format json").contains(#""event":"="#))
  }

  @Test func aNameNeverTurnsTheLine() throws {
    let obligation = try #require(
      try run("show l obligations").split(separator: "\n").dropFirst(2).first?.split(separator: " ")
        .first)
    try place.run("govledger audit l --output report")
    let shown = try [
      run("show l bodies"), run("audit l"), run("explain l \(obligation)"),
      run("upcoming l --within 3650 --from 2020-01-01"), place.text("report"),
      run("compare l --as-of 2021-01-01 --as-of 2026-01-01"),
    ]
    for text in shown {
      #expect(text.contains("\\u{202E}") && !text.contains("\u{202E}"), "\(text.prefix(300))")
    }
    #expect(try run("show l bodies --json").contains("\u{202E}"))
  }

  /// What is pasted elsewhere stays exact.
  @Test func aVerifierKeyIsPrintedAsItIs() throws {
    #expect(try run("keygen --origin a\u{202E}b --output key").hasPrefix("a\u{202E}b+"))
  }

  @Test func aNoticeOfTheLastYearIsRefused() throws {
    try place.write(
      #"{"notice":"N","issuedOn":"2026-11-20","off":["9999-01-01"],"worked":[]}"#, to: "notice")
    for command in ["notice l notice", "compare l --calendar notice --calendar in-force"] {
      try place.run("govledger " + command).expectFailure(65, "expected a day before 9999-01-01")
    }
    try place.write(
      #"{"id":"n","type":"calendar.notice-issued","occurredAt":"2025-01-02T09:00:00Z","#
        + #""actor":"11370000MB284651XL","data":{"notice":"N","issuedOn":"2025-01-02","#
        + #""off":[],"worked":["9999-12-31"]}}"#, to: "record")
    for options in ["", "--import", "--allow-violations"] {
      try place.run("govledger record l record \(options)")
        .expectFailure(65, "line 1: data.worked: found 9999-12-31")
    }
  }
}
