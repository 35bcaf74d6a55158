@testable import LedgerCore
import Testing
import TestSupport

/// Every fault in a rule book's document is an error that names its place.
@Suite struct RuleBookFaultTests {
  static let replacements: [JSONValue] = [
    .null, .bool(true), .bool(false), .integer(0), .integer(-1), .integer(9_007_199_254_740_991),
    .string(""), .string(" \n"), .string("x"), .string("\u{0}"), .array([]), .array([.null]),
    .object([]), .object([.init(key: "x", value: .null)]),
  ]

  /// Deletes and replaces each node in turn, by every third value. Whatever is refused names that
  /// node, or its parent.
  @Test func everyNode() throws {
    let document = try RuleBooks.document()
    let places = document.places()
    #expect(places.count > 70)
    for (index, place) in places.enumerated() {
      let values = Self.replacements.enumerated().filter { ($0.offset + index) % 3 == 0 }
      for new in values.map(\.element) + [nil] {
        let changed = document.setting(place, to: new)
        guard let error = try fault(in: changed) else { continue }
        let what = "\(place.text) as \(new?.shown ?? "nothing"): \(error)"
        #expect(error.code == .malformed, "\(what)")
        #expect(error.path?.hasPrefix(place.parent.text) == true, "\(what)")
      }
    }
  }

  /// A key that the form does not know, in every object.
  @Test func everyUnknownKey() throws {
    let document = try RuleBooks.document()
    for place in [JSONPath()] + document.places() {
      guard case .object = document[place] else { continue }
      for key in ["zzz", "Schema", ""] {
        let added = place + .key(key)
        let error = try #require(try fault(in: document.setting(added, to: .null)), "\(added.text)")
        #expect(error.path == added.text)
      }
    }
  }

  private func fault(in document: JSONValue) throws -> LedgerError? {
    do {
      _ = try RuleBook(json: document.canonicalBytes)
      return nil
    } catch {
      return error
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let path: JSONPath
    let value: JSONValue?
    let says: String
    var testDescription: String { "\(path.text) as \(value?.shown ?? "nothing")" }
  }

  private static func obligation(
    _ index: Int, _ key: String, _ value: JSONValue?, _ says: String
  ) -> Case {
    Case(path: RuleBooks.obligation(index, key), value: value, says: says)
  }

  private static func top(_ key: String, _ value: JSONValue?, _ says: String) -> Case {
    Case(path: JSONPath(steps: [.key(key)]), value: value, says: says)
  }

  static let refused: [Case] = [
    top("schema", .string("govledger.rule-book/2"), "govledger.rule-book/1"),
    top("schema", nil, "no such key"), top("book", .string("Order"), "name and version"),
    top("book", .string("order-329/01"), "name and version"),
    top("inForceFrom", .string("2020-02-30"), "YYYY-MM-DD"), top("obligations", .null, "a list"),
    top("title", .string("x"), "an object"), top("violations", .object([]), "a list"),
    obligation(0, "start", .string("receivedOn"), "occurredOn, effectiveOn, promulgatedOn"),
    obligation(1, "start", .string("effectiveOn"), "occurredOn, receivedOn"),
    obligation(2, "start", .string("receivedOn"), "occurredOn"),
    obligation(0, "trigger", .string("law"), "catalog.update-triggered"),
    obligation(0, "workingDays", .integer(15), "no such key"),
    Case(path: RuleBooks.period(0), value: .integer(0), says: "1 to 3650"),
    Case(path: RuleBooks.period(0), value: .integer(3651), says: "1 to 3650"),
    Case(path: RuleBooks.period(0), value: .string("15"), says: "a whole number"),
    obligation(0, "countsStartDay", .integer(0), "true or false"),
    obligation(0, "startOnRestDay", .string("rolls"), "deemedReceivedNextWorkingDay"),
    obligation(0, "calendar", .string("lunar"), "knownWhenTheClockStarted"),
    obligation(0, "periodEnd", .string("noon"), "midnight, closeOfBusiness"),
    obligation(0, "closeOfBusinessAt", .string("17:30"), "no such key"),
    obligation(0, "rule", nil, "no such key"),
    obligation(0, "text", .object([]), "no such key"),
    obligation(2, "calendar", .null, "finallyInForce"),
  ]

  /// Faults of a rule of a book that uses all that a rule may state: 1 of `decree-809` is about a
  /// submission, 2 of requests, 4 of replies; 0 of `disclosure-2019` is of applications; 2 of
  /// `incident-2025` is of incidents, 3 of their end.
  static let refusedOfOthers: [(book: String, rule: Int, key: [String], JSONValue?, says: String)] =
    [
      ("decree-809", 2, ["duty"], .string("Share reply"), "letters and digits"),
      ("decree-809", 2, ["duty"], nil, "required"),
      ("decree-809", 2, ["trigger"], .string("share.extended"), "done once"),
      ("decree-809", 2, ["trigger"], .string("project.started"), "done once"),
      ("decree-809", 2, ["where"], .object([]), "at least one"),
      ("decree-809", 2, ["where", "grade"], .array([.string("major")]), "no such key"),
      ("decree-809", 2, ["where", "sharing"], .array([]), "at least one"),
      ("decree-809", 2, ["where", "sharing"], .array([.string("x")]), "unconditional"),
      ("decree-809", 4, ["where", "decision"], .array([.string("withdrawn")]), "agreed"),
      ("decree-809", 2, ["each"], .string("entry"), "only an update trigger"),
      ("decree-809", 2, ["each"], .string("recipient"), "only an incident"),
      ("decree-809", 2, ["recipients"], .array([.string("dataAuthority")]), "no such key"),
      ("incident-2025", 2, ["recipients"], .array([]), "at least one"),
      ("incident-2025", 2, ["recipients"], nil, "a list"),
      ("incident-2025", 2, ["where", "operator"], .array([.string("all")]), "centralOrgan"),
      ("decree-809", 2, ["obligated"], .string("authority"), "names no authority"),
      ("decree-809", 1, ["obligated"], .string("x"), "department, authority"),
      ("decree-809", 1, ["start"], .string("receivedOn"), "occurredOn"),
      ("decree-809", 2, ["period"], .object([]), "exactly one"),
      ("decree-809", 2, ["period", "hours"], .integer(1), "exactly one"),
      ("decree-809", 2, ["period", "weeks"], .integer(1), "no such key"),
      ("decree-809", 2, ["lastDayOnRestDay"], .string("stands"), "only days of the calendar"),
      ("incident-2025", 3, ["period", "calendarDays"], .integer(0), "1 to 3650"),
      ("incident-2025", 3, ["lastDayOnRestDay"], nil, "movesToNextWorkingDay"),
      ("incident-2025", 3, ["lastDayOnRestDay"], .string("moves"), "movesToNextWorkingDay"),
      ("incident-2025", 3, ["calendar"], .string("knownWhenTheClockStarted"), "finallyInForce,"),
      (
        "incident-2025", 3, ["startOnRestDay"], .string("deemedReceivedNextWorkingDay"),
        "countsFrom"
      ),
      ("incident-2025", 2, ["period", "hours"], .integer(3651), "1 to 3650"),
      ("incident-2025", 2, ["countsStartDay"], .bool(true), "not one of working days"),
      ("decree-809", 2, ["dischargedBy"], .array([]), "at least one"),
      ("decree-809", 2, ["dischargedBy"], .array([.string("open.replied")]), "share.requested"),
      ("decree-809", 2, ["dischargedBy"], .array([.string("share.requested")]), "share.requested"),
      ("decree-809", 2, ["closedBy"], .array([.string("share.replied")]), "another act"),
      ("decree-809", 0, ["closedBy"], .array([.string("catalog.entry-revised")]), "an act on"),
      ("decree-809", 2, ["extension", "by"], .string("share.replied"), "how many days"),
      ("decree-809", 2, ["extension", "by"], .string("open.extended"), "share.requested"),
      ("decree-809", 2, ["extension", "consent"], .string("headOfBody"), "can state"),
      ("decree-809", 2, ["extension", "atMost"], .integer(0), "1 to 3650"),
      ("decree-809", 2, ["extension", "times"], .integer(101), "1 to 100"),
      ("decree-809", 2, ["extension", "times"], nil, "required"),
      ("disclosure-2019", 0, ["suspension"], .array([]), "at least one"),
      ("disclosure-2019", 0, ["restart", "times"], .integer(0), "1 to 100"),
      ("disclosure-2019", 0, ["restart", "asked"], .string("open.replied"), "another act"),
      (
        "disclosure-2019", 0, ["restart", "received"], .string("share.supplemented"), "open.applied"
      ),
      ("disclosure-2019", 0, ["period"], .null, "only days"),
      ("disclosure-2019", 1, ["onlyIfDone"], .bool(false), "true"),
    ]

  @Test(arguments: refusedOfOthers.indices)
  func namesInOtherBooks(_ index: Int) throws {
    let (book, rule, keys, value, says) = Self.refusedOfOthers[index]
    let document = try JSONValue(parsing: try #require(BundledFiles.bytes(of: book)))
    let place = JSONPath(steps: [.key("obligations"), .index(rule)] + keys.map { .key($0) })
    let error = try #require(try fault(in: document.setting(place, to: value)), "\(place.text)")
    // A period that contradicts another key may be told of there.
    if keys != ["period"] {
      #expect(
        error.path?.hasPrefix(JSONPath(steps: Array(place.steps.prefix(3))).text) == true,
        "\(error)")
    }
    #expect(error.message.contains(says), "\(place.text): \(error)")
  }

  /// Deletes and replaces each node of each other book in turn, by some of the values.
  @Test(arguments: ["decree-809", "disclosure-2019", "incident-2025"])
  func everyNodeOfOthers(_ book: String) throws {
    let document = try JSONValue(parsing: try #require(BundledFiles.bytes(of: book)))
    for (index, place) in document.places().enumerated() {
      for new in [nil, Self.replacements[index % Self.replacements.count]] {
        guard let error = try fault(in: document.setting(place, to: new)) else { continue }
        #expect(error.code == .malformed, "\(place.text): \(error)")
        let rule = JSONPath(steps: Array(place.steps.prefix(max(1, min(2, place.steps.count - 1)))))
        #expect(
          error.path?.hasPrefix(rule.text) == true || place.steps.count == 1,
          "\(place.text): \(error)")
      }
    }
  }

  @Test(arguments: refused)
  func names(_ test: Case) throws {
    let changed = try RuleBooks.document().setting(test.path, to: test.value)
    let error = try #require(try fault(in: changed))
    #expect(error.path?.hasPrefix(test.path.text) == true, "\(error)")
    #expect(error.message.contains(test.says), "\(error)")
  }

  @Test(arguments: ["17:30", "00:00", "23:59", "09:05"])
  func closesAt(_ time: String) throws {
    let book = try closing(at: .string(time))
    let parts = time.split(separator: ":").compactMap { Int($0) }
    #expect(
      book.obligations[1].counting?.periodEnd
        == .closeOfBusiness(hour: parts[0], minute: parts[1]))
  }

  @Test(arguments: [
    "24:00", "17:60", "5:30", "17.30", "17:3", "1730", "17:30:00", "+9:30", "17:+3", "-0:30",
    "١٧:٣٠",
  ])
  func doesNotCloseAt(_ time: String) throws {
    let error = try refusal { try closing(at: .string(time)) }
    #expect(error.path == "obligations[1].closeOfBusinessAt")
  }

  @Test func closesAtAStatedTime() throws {
    let error = try refusal { try closing(at: nil) }
    #expect(error.path == "obligations[1].closeOfBusinessAt")
  }

  private func closing(at time: JSONValue?) throws -> RuleBook {
    try RuleBooks.book([
      (RuleBooks.obligation(1, "periodEnd"), .string("closeOfBusiness")),
      (RuleBooks.obligation(1, "closeOfBusinessAt"), time),
    ])
  }

  /// Two rules of one name would open two obligations of one name.
  @Test func rulesOfOneName() throws {
    for (list, count) in [("obligations", 3), ("violations", 3)] {
      let document = try RuleBooks.document()
      let name = JSONPath(steps: [.key(list), .index(count - 1), .key("rule")])
      let first = try #require(document[JSONPath(steps: [.key(list), .index(0), .key("rule")])])
      let error = try #require(try fault(in: document.setting(name, to: first)), "\(list)")
      #expect(error.path == name.text)
    }
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func hostileDocuments(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let document = try RuleBooks.document()
    let places = document.places()
    for _ in 0..<30 {
      var changed = document
      for _ in 0..<3 {
        guard let place = places.randomElement(using: &generator), changed[place] != nil else {
          continue
        }
        changed = changed.setting(place, to: RandomJSON.value(using: &generator))
      }
      if let error = try fault(in: changed) { #expect(error.path != nil, "seed \(seed): \(error)") }
    }
  }
}
