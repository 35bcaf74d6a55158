@testable import LedgerCore
import Testing
import WorkingDays

/// The forms of acts: they read what they write, and say what the schemas say.
@Suite struct ActFormTests {
  static let types = ActForm.all.map(\.type)

  @Test func everyTypeOnce() {
    #expect(Set(Self.types).count == ActForm.all.count && ActForm.all.count == 53)
    for form in ActForm.all {
      #expect(form.keys.filter { $0.text == form.subject.text }.count == 1)
      let keys = form.keys.map(\.text)
      #expect(keys == keys.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) })
    }
  }

  /// With any of the optional keys, of any values.
  @Test(arguments: types)
  func readsBack(type: EventType) throws {
    var random = RandomEvents(seed: 329)
    for _ in 0..<60 {
      let event = random.event(type)
      let read = try Event(leaf: event.canonicalBytes)
      #expect(read.record.data == event.record.data)
      #expect(read.canonicalBytes == event.canonicalBytes)
      #expect(try Record(json: event.record.canonicalBytes) == event.record)
    }
  }

  /// A key of another form, or of a wrong kind, is refused by name, also when it is recorded typed.
  @Test(arguments: types)
  func refuses(type: EventType) throws {
    var random = RandomEvents(seed: 7)
    let form = try #require(ActForm.of(type))
    for key in form.keys {
      var record = random.record(type)
      guard case .act(let act) = record.data else { return }
      var values = act.values
      values[key.text] = key.isOptional ? .integer(0) : nil
      record.data = .act(LedgerCore.Act(type, values))
      let error = try refusal("\(key.text)") { try Record(json: record.canonicalBytes) }
      #expect(error.path == "data." + key.text, "\(error)")
      values = act.values
      values["zzz"] = .text("x")
      record.data = .act(LedgerCore.Act(type, values))
      #expect(try refusal { try Record(json: record.canonicalBytes) }.path == "data.zzz")
    }
  }

  @Test(arguments: [0, -1, 3651] as [Int64])
  func days(_ days: Int64) throws {
    for type in Self.types {
      guard ActForm.of(type)?.keys.contains(where: { $0.text == "days" }) == true else { continue }
      let line = try Lines.line(type, #""days":"#, #""days":\#(days),"x":"#)
      #expect(try refusal { try Record(json: line.utf8) }.path?.hasPrefix("data.") == true)
    }
  }

  // MARK: Schemas

  private func schema(_ type: EventType) throws -> JSONValue {
    try JSONValue(parsing: try #require(BundledFiles.bytes(of: type.rawValue)))
  }

  private func names(_ value: JSONValue?) -> [String] {
    switch value {
    case .object(let members): members.map(\.key)
    case .array(let elements):
      elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    default: []
    }
  }

  @Test(arguments: types)
  func saysWhatTheSchemaSays(type: EventType) throws {
    let (form, schema) = (try #require(ActForm.of(type)), try schema(type))
    #expect(schema["additionalProperties"] == .bool(false))
    #expect(Set(names(schema["properties"])) == Set(form.keys.map(\.text)))
    #expect(
      Set(names(schema["required"])) == Set(form.keys.filter { !$0.isOptional }.map(\.text)))
    for key in form.keys {
      let property = try #require(schema["properties"]?[key.text])
      let reference: String =
        if case .string(let reference)? = property["$ref"] {
          String(reference.split(separator: "/").last ?? "")
        } else { "-" }
      switch key.kind {
      case .identifier:
        let expected = key.text == "trigger" ? "triggerID" : "entityID"
        #expect(reference == expected, "\(key.text)")
      case .text: #expect(reference == "text", "\(key.text)")
      case .code: #expect(reference == "bodyCode", "\(key.text)")
      case .date, .past: #expect(reference == "date", "\(key.text)")
      case .division: #expect(reference == "divisionCode", "\(key.text)")
      case .instant: #expect(reference == "timestamp", "\(key.text)")
      case .integer(1...3650): #expect(reference == "days", "\(key.text)")
      case .integer(let range):
        #expect(property["type"] == .string("integer"), "\(key.text)")
        #expect(property["minimum"] == .integer(range.lowerBound), "\(key.text)")
        #expect(property["maximum"] == .integer(range.upperBound), "\(key.text)")
      case .choice(let choices): #expect(names(property["enum"]) == choices, "\(key.text)")
      case .texts:
        #expect(property["uniqueItems"] == .bool(true) || reference == "texts", "\(key.text)")
      }
    }
  }
}
