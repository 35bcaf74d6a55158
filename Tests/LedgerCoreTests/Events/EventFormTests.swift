import Testing
import WorkingDays

@testable import LedgerCore

/// Every type reads what it writes, whole, and refuses by name what is not of its form.
@Suite struct EventFormTests {
  @Test func everyTypeOnce() {
    #expect(EventForm.all.map(\.type) == EventType.allCases)
    #expect(EventType.allCases.map(\.number) == Array(1...UInt8(EventType.allCases.count)))
    for form in EventForm.all {
      let names = form.keys.map(\.key.name)
      #expect(names == names.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) })
      for key in form.keys { #expect(key.head.description == "\"\(key.key.name)\":") }
    }
    #expect(DataKey.allCases.allSatisfy { DataKey(named: $0.name) == $0 })
    #expect(DataKey(named: "zzz") == nil)
  }

  /// With any of the optional keys, of any values.
  @Test(arguments: EventType.allCases)
  func readsBack(type: EventType) throws {
    var random = RandomEvents(seed: 329)
    for _ in 0..<60 {
      let event = random.event(type)
      #expect(event.type == type)
      let read = try Event(leaf: event.canonicalBytes)
      #expect(read.record.data == event.record.data)
      #expect(read.canonicalBytes == event.canonicalBytes)
      #expect(try Record(json: event.record.canonicalBytes) == event.record)
    }
  }

  /// The values by key are those of the JSON, and there are no others.
  @Test(arguments: EventType.allCases)
  func valuesByKey(type: EventType) throws {
    var random = RandomEvents(seed: 330)
    for _ in 0..<20 {
      let data = random.data(type)
      var writer = CanonicalWriter()
      data.write(to: &writer)
      let json = try JSONValue(parsing: writer.bytes)
      for key in DataKey.allCases {
        #expect(data.value(of: key)?.json == json[key.name], "\(key.name)")
      }
    }
  }

  /// A key that is missing, of a wrong kind or unknown is refused by name.
  @Test(arguments: EventType.allCases)
  func refuses(type: EventType) throws {
    var random = RandomEvents(seed: 7)
    for key in type.form.keys {
      let record = random.record(type)
      let json = try JSONValue(parsing: record.canonicalBytes)
      let wrong = json.replacing("data", by: json["data"]?.replacing(key.key.name, by: .null))
      var errors = [try refusal("\(key.key.name)") { try Record(json: wrong.canonicalBytes) }]
      if !key.isOptional {
        let without = json.replacing("data", by: json["data"]?.replacing(key.key.name, by: nil))
        errors.append(try refusal { try Record(json: without.canonicalBytes) })
      }
      for error in errors {
        #expect(error.code == .malformed && error.path == "data." + key.key.name, "\(error)")
      }
      let more = json.replacing("data", by: json["data"]?.replacing("zzz", by: .string("x")))
      #expect(try refusal { try Record(json: more.canonicalBytes) }.path == "data.zzz")
    }
  }

  /// A number beyond its bounds, whatever the type.
  @Test(arguments: EventType.allCases)
  func numbers(type: EventType) throws {
    var random = RandomEvents(seed: 8)
    for key in type.form.keys {
      guard case .integer(let range) = key.kind else { continue }
      let json = try JSONValue(parsing: random.record(type).canonicalBytes)
      for number in [range.lowerBound - 1, range.upperBound + 1] {
        let data = json["data"]?.replacing(key.key.name, by: .integer(number))
        let line = json.replacing("data", by: data).canonicalBytes
        #expect(try refusal { try Record(json: line) }.path == "data." + key.key.name)
      }
    }
  }

  /// A typed value that no line of input could have is refused like one.
  @Test func typedValuesAreChecked() throws {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-03-03")
    try history.record(Act.request("R", received: "2025-03-03"), at: "2025-03-03")
    let extended = ShareExtended(
      request: "R", authority: .provincialAuthority, days: 0, reason: "涉及多个部门")
    let record = Record(
      id: "x", occurredAt: "2025-03-03", actor: .transport, data: extended)
    let error = try refusal { try PreparedRecord(record) }
    #expect(error.code == .malformed && error.path == "data.days")
  }
}

extension JSONValue {
  /// The object with another value for a key, or without it.
  fileprivate func replacing(_ key: String, by value: JSONValue?) -> JSONValue {
    guard case .object(var members) = self else { return self }
    members.removeAll { $0.key == key }
    if let value { members.append(.init(key: key, value: value)) }
    members.sort { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
    return .object(members)
  }
}
