import Testing
import TestSupport
import WorkingDays

@Suite struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", "1970-01-01T08:00:00.000+08:00"),
    ("2025-09-26T15:20:00+08:00", "2025-09-26T15:20:00.000+08:00"),
    ("2025-09-26t07:20:00z", "2025-09-26T15:20:00.000+08:00"),
    ("2025-09-26T07:20:00.9999-00:00", "2025-09-26T15:20:00.999+08:00"),
    ("2025-09-26T15:20:00.1+08:00", "2025-09-26T15:20:00.100+08:00"),
    ("2025-09-26T15:20:00.05+08:00", "2025-09-26T15:20:00.050+08:00"),
    ("2024-02-28T16:30:00-00:30", "2024-02-29T01:00:00.000+08:00"),
    ("2023-12-31T23:59:59.9999999999999999999999999-23:59", "2024-01-02T07:58:59.999+08:00"),
    ("0000-12-31T16:00:00Z", "0001-01-01T00:00:00.000+08:00"),
    ("0001-01-01T15:59:00+23:59", "0001-01-01T00:00:00.000+08:00"),
    ("9999-12-31T15:59:59.999Z", "9999-12-31T23:59:59.999+08:00"),
    ("1969-12-31T15:59:59.999Z", "1969-12-31T23:59:59.999+08:00"),
  ])
  func knownTimes(text: String, canonical: String) throws {
    let instant = try instant(text)
    #expect(instant.description == canonical)
    #expect(Instant(rfc3339: Array(text.utf8)) == instant)
    #expect(Instant(rfc3339: Scattered(bytes: Array(text.utf8))) == instant)
    #expect(Instant(beijing: Array(canonical.utf8)) == instant)
    #expect(Instant(beijing: Scattered(bytes: Array(canonical.utf8))) == instant)
  }

  @Test(arguments: [
    "", "T", "2025-09-26", "2025-09-26T15:20:00", "2025-09-26 15:20:00Z", "2025-09-26T15:20Z",
    "2025-09-26T24:00:00Z", "2025-09-26T23:60:00Z", "2025-09-26T23:59:60Z", "2025-09-26T15:20:00.Z",
    "2025-09-26T15:20:00,5Z", "2025-09-26T15:20:00+0800", "2025-09-26T15:20:00+08",
    "2025-09-26T15:20:00+24:00", "2025-09-26T15:20:00+08:60", "2025-09-26T15:20:00 08:00",
    "2025-09-26T15:20:00Z ", "2025-09-26T15:20:00ZZ", "2025-09-26T15:20:00.5",
    "2025-02-29T00:00:00Z",
    "2025-09-26T15:20:00−08:00", "2025-09-26T15:20:00+08:000", "2025-09-26T15:20:00.5.5Z",
    "9999-12-31T16:00:00Z", "0000-12-31T15:59:59.999Z", "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-00:01", "12025-09-26T15:20:00Z", "2025-09-26T15:20:00.123+08:00\n",
  ])
  func otherTexts(text: String) {
    #expect(Instant(rfc3339: text) == nil)
    #expect(Instant(rfc3339: Array(text.utf8)) == nil)
    #expect(Instant(beijing: Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    "2025-09-26T15:20:00+08:00", "2025-09-26T15:20:00.00+08:00", "2025-09-26T15:20:00.0000+08:00",
    "2025-09-26t15:20:00.000+08:00", "2025-09-26T15:20:00.000+09:00",
    "2025-09-26T15:20:00.000-08:00", "2025-09-26T15:20:00.000+08:01", "2025-09-26T07:20:00.000000Z",
  ])
  func otherSpellingsAreNotCanonical(text: String) {
    #expect(Instant(rfc3339: text) != nil)
    #expect(Instant(beijing: Array(text.utf8)) == nil)
    #expect(Instant(beijing: Scattered(bytes: Array(text.utf8))) == nil)
  }

  @Test func canonicalRoundTrips() {
    var generator = SplitMix64(seed: 8)
    for _ in 0..<10_000 {
      let instant = randomInstant(using: &generator)
      var bytes: [UInt8] = []
      instant.appendUTF8(to: &bytes)
      #expect(bytes.count == 29)
      #expect(Instant(beijing: bytes) == instant)
      #expect(Instant(rfc3339: bytes) == instant)
      #expect(bytes.starts(with: instant.beijingDate.description.utf8))
      #expect(String(decoding: bytes, as: UTF8.self) == instant.description)
    }
  }

  /// Writes a moment by other arithmetic, in the time of another place, and reads it back.
  @Test func roundTripsInOtherOffsets() throws {
    var generator = SplitMix64(seed: 9)
    for _ in 0..<10_000 {
      let minutes = Int.random(in: -1439...1439, using: &generator)
      let local = try CivilDate.random(in: 2...9998, using: &generator)
      let second = Int.random(in: 0..<86_400, using: &generator)
      let fraction = Int.random(in: 0...999_999, using: &generator)
      let text =
        "\(local)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
        + ".\(String(1_000_000 + fraction).dropFirst())"
        + "\(minutes < 0 ? "-" : "+")\(two(abs(minutes) / 60)):\(two(abs(minutes) % 60))"
      let utcSeconds = local.daysSinceEpoch * 86_400 + second - minutes * 60
      let expected = Int64(utcSeconds * 1000 + fraction / 1000)
      #expect(Instant(rfc3339: text)?.millisecondsSinceEpoch == expected)
    }
  }

  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  private func randomInstant(using generator: inout SplitMix64) -> Instant {
    let range = Instant.min.millisecondsSinceEpoch...Instant.max.millisecondsSinceEpoch
    let milliseconds = Int64.random(in: range, using: &generator)
    return Instant(millisecondsSinceEpoch: milliseconds) ?? .min
  }

  @Test func hostileBytes() {
    var generator = SplitMix64(seed: 10)
    for _ in 0..<20_000 {
      let text = randomInstant(using: &generator).description
      let bytes = mutations(of: text, using: &generator)
      if let instant = Instant(beijing: bytes) {
        #expect(Array(instant.description.utf8) == bytes)
      }
      if let instant = Instant(rfc3339: bytes) {
        #expect((Instant.min...Instant.max).contains(instant))
        #expect(bytes.allSatisfy { $0 < 0x80 })
      }
    }
  }

  @Test func randomBytes() {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...64, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(Instant(beijing: bytes) == nil)
      #expect(Instant(rfc3339: bytes) == nil)
    }
  }

  @Test func longFraction() throws {
    let text = "2025-09-26T15:20:00.\(String(repeating: "9", count: 100_000))+08:00"
    #expect(try instant(text).description == "2025-09-26T15:20:00.999+08:00")
  }

  @Test func range() {
    #expect(Instant(millisecondsSinceEpoch: .min) == nil)
    #expect(Instant(millisecondsSinceEpoch: .max) == nil)
    #expect(Instant.min.description == "0001-01-01T00:00:00.000+08:00")
    #expect(Instant.max.description == "9999-12-31T23:59:59.999+08:00")
    #expect(Instant.min.adding(milliseconds: -1) == nil)
    #expect(Instant.max.adding(milliseconds: 1) == nil)
    #expect(Instant.max.adding(milliseconds: .max) == nil)
    #expect(Instant.min.adding(milliseconds: .min) == nil)
    #expect(Instant.min.adding(milliseconds: 1)?.description == "0001-01-01T00:00:00.001+08:00")
    #expect(Instant.min < Instant.max)
  }

  @Test func daysInBeijing() throws {
    var generator = SplitMix64(seed: 12)
    for _ in 0..<5000 {
      let date = try CivilDate.random(in: 1...9999, using: &generator)
      let start = Instant.start(of: date)
      let end = Instant.end(of: date)
      #expect(start.beijingDate == date)
      #expect(end.beijingDate == date)
      #expect(start.description == "\(date)T00:00:00.000+08:00")
      #expect(end.description == "\(date)T23:59:59.999+08:00")
      #expect(start.adding(milliseconds: -1)?.beijingDate == date.adding(days: -1))
      #expect(end.adding(milliseconds: 1)?.beijingDate == date.adding(days: 1))
    }
  }
}
