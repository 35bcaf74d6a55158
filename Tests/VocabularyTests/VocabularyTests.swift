import Testing

@testable import vocabulary

/// Adding a type takes one schema; one that the program cannot follow is refused, saying where.
@Suite struct VocabularyTests {
  /// A type of its own, with a key of every kind and a table.
  private static let beacon = """
    {
      "title": "Beacon lit · 烽火",
      "description": "A beacon is lit (第一条).",
      "articles": [1],
      "ledger": {
        "number": 1,
        "stream": {"category": "beacon", "description": "A beacon.", "key": "beacon", "act": "opens"},
        "table": {
          "number": 1, "name": "beacons", "row": "BeaconRow",
          "shownAs": "beacons", "shownColumns": ["beacon", "lit_by"], "description": "Beacons.", "key": "beacon"
        },
        "rows": {
          "table": "beacons",
          "columns": [
            {"name": "beacon", "from": "beacon", "description": "the beacon"},
            {"name": "lit_by", "from": "litBy", "description": "who lit it"},
            {"name": "colour", "from": "colour", "description": "its colour"},
            {"name": "note", "from": "note", "description": "a note"},
            {"name": "lit_at", "from": "occurredAt", "description": "when"}
          ]
        }
      },
      "required": ["beacon", "litBy", "colour"],
      "properties": {
        "beacon": {"$ref": "../common.json#/$defs/entityID", "description": "the beacon"},
        "litBy": {"$ref": "../common.json#/$defs/bodyCode", "description": "who lights it"},
        "colour": {
          "enum": ["red", "green"], "description": "its colour",
          "words": {"red": "red · 红", "green": "green · 绿"}
        },
        "note": {"$ref": "../common.json#/$defs/text", "description": "a note"}
      }
    }
    """

  private func vocabulary(_ text: String) throws -> Vocabulary {
    try Vocabulary(["beacon.lit": OrderedJSON(text)], obligations: "", views: "")
  }

  @Test func aNewTypeIsOneSchema() throws {
    let vocabulary = try vocabulary(Self.beacon)
    let sources = try vocabulary.swiftSources()
    let payload = try #require(
      sources["Sources/LedgerCore/Vocabulary/Generated/BeaconLit.swift"])
    for expected in [
      "public struct BeaconLit: EventPayload {", "/// A beacon is lit (第一条).",
      "init(beacon: Identifier, litBy: BodyCode, colour: BeaconLit.Colour, note: String? = nil)",
      "public enum Colour: String, EventChoice", "note = try reader.optionalValue(\"note\")",
    ] { #expect(payload.contains(expected), "\(expected)") }
    let row = try #require(sources["Sources/GovDataLedger/Projections/Rows/BeaconRow.swift"])
    for expected in [
      "public let beacon: Identifier", "public let colour: BeaconLit.Colour",
      "public let note: String?", "public let litAt: Instant", "public let position: Int64",
    ] { #expect(row.contains(expected), "\(expected)") }
    let shown = try #require(sources["Sources/govledger/Commands/ShownTables.swift"])
    #expect(shown.contains(#"ShownView("beacons", "beacons", ["beacon", "lit_by"]),"#))
    let sql = vocabulary.projectionsSQL()
    for expected in [
      "CREATE TABLE beacons (", "beacon TEXT PRIMARY KEY NOT NULL, -- the beacon",
      "note TEXT, -- a note", "position INTEGER NOT NULL -- position of beacon.lit",
    ] { #expect(sql.contains(expected), "\(expected)") }
  }

  /// Each change makes a schema that is refused, naming what is wrong.
  @Test(arguments: [
    (#""number": 1,"#, #""number": 2,"#, "found the number 2, expected 1"),
    (#""act": "opens""#, #""act": "begins""#, "found the act “begins”"),
    (#""key": "beacon", "act""#, #""key": "note", "act""#, "found the stream's key “note”"),
    ("common.json#/$defs/text", "common.json#/$defs/poem", "key note: found “$ref”"),
    (#""green": "green · 绿""#, #""blue": "blue · 蓝""#, "found no words for “green”"),
    (#""from": "litBy""#, #""from": "kindledBy""#, "found no key kindledBy"),
    (#", "description": "who lit it"}"#, "}", "found no description of the column lit_by"),
    (#""table": "beacons","#, #""table": "towers","#, "found rows of towers"),
    (#""shownColumns": ["beacon""#, #""shownColumns": ["tower""#, "found no column tower"),
    (#""shownAs": "beacons","#, "", "found no shownAs"),
    (#""title": "Beacon lit · 烽火","#, "", "found no title"),
    (#""enum": ["red", "green"]"#, #""enum": []"#, "found 0 names"),
    (#""required""#, #"required"#, "not JSON"),
  ])
  func aFaultIsNamed(_ found: String, _ other: String, _ message: String) throws {
    let text = Self.beacon.replacing(found, with: other)
    #expect(text != Self.beacon)
    let error = #expect(throws: VocabularyError.self) { try vocabulary(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  /// Texts of JSON as any reader takes them; keys keep their order.
  @Test func orderedJSON() throws {
    let json = try OrderedJSON(#" {"b" : [1, -2,true , null], "a": "x\n\"é\u4e00\ud83d\ude00"} "#)
    #expect(json.members.map(\.key) == ["b", "a"])
    #expect(json["b"]?.elements == [.integer(1), .integer(-2), .bool(true), .null])
    #expect(json["a"]?.string == "x\n\"é一😀")
    for fault in ["{", "[1,]", #"{"a" 1}"#, #""\ud83d""#, "1 2", "tru", #""a"#] {
      #expect(throws: VocabularyError.self, "\(fault)") { try OrderedJSON(fault) }
    }
  }
}
