import Testing
import TestSupport
import WorkingDays

func date(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> CivilDate {
  try #require(CivilDate(text), sourceLocation: sourceLocation)
}

func instant(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Instant {
  try #require(Instant(rfc3339: text), sourceLocation: sourceLocation)
}

/// A notice of days that are written out.
func notice(
  _ name: String, _ issuedOn: String, off: [String] = [], worked: [String] = []
) throws -> HolidayNotice {
  try HolidayNotice(
    name: name, issuedOn: date(issuedOn), off: off.map { try date($0) },
    worked: worked.map { try date($0) })
}

extension CivilDate {
  static func random(
    in years: ClosedRange<Int>, using generator: inout SplitMix64
  ) throws -> CivilDate {
    let first = try #require(CivilDate(year: years.lowerBound, month: 1, day: 1))
    let last = try #require(CivilDate(year: years.upperBound, month: 12, day: 31))
    let day = Int.random(in: first.daysSinceEpoch...last.daysSinceEpoch, using: &generator)
    return try #require(CivilDate(daysSinceEpoch: day))
  }
}

/// Texts that look much like `text`: one byte changed, dropped or added.
func mutations(of text: String, using generator: inout SplitMix64) -> [UInt8] {
  var bytes = Array(text.utf8)
  let alphabet = Array("0123456789-:.TtZz+ /\u{0}\u{7F}é٣".utf8)
  let byte = alphabet.randomElement(using: &generator) ?? 0
  let index = Int.random(in: 0..<bytes.count, using: &generator)
  switch Int.random(in: 0...3, using: &generator) {
  case 0: bytes[index] = byte
  case 1: bytes.remove(at: index)
  case 2: bytes.insert(byte, at: index)
  default: bytes[index] = UInt8.random(in: 0...255, using: &generator)
  }
  return bytes
}

/// A collection without contiguous storage.
struct Scattered: RandomAccessCollection {
  let bytes: [UInt8]
  var startIndex: Int { 0 }
  var endIndex: Int { bytes.count }
  subscript(position: Int) -> UInt8 { bytes[position] }
}
