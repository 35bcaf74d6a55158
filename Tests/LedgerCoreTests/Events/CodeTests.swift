@testable import LedgerCore
import Testing
import TestSupport

/// Body codes, divisions, stream names and rule-book names.
@Suite struct CodeTests {
  @Test(arguments: ["11370000MB284651XL", "91350100M000100Y43"])
  func realCodes(_ code: String) throws {
    #expect(try #require(BodyCode(code)).description == code)
    #expect(BodyCode(withoutCheck: String(code.dropLast()))?.description == code)
  }

  @Test(arguments: [
    "", "11370000MB284651X", "11370000MB284651XL1", "11370000mb284651xl", "11370000MB284651XI",
    "11370000MB284651X0", "1137000OMB284651XL", "11370000MB284651Xl", " 1370000MB284651XL",
    "11370000MB284651X\u{301}", "１1370000MB284651X", "中国中国中国",
  ])
  func otherCodes(_ code: String) { #expect(BodyCode(code) == nil) }

  /// An independent reading of GB 32100: weights 3^i mod 31 and its alphabet of 31.
  private func check(_ body: [Character], _ alphabet: [Character]) -> Character {
    var weight = 1
    var sum = 0
    for character in body {
      sum += weight * (alphabet.firstIndex(of: character) ?? 0)
      weight = weight * 3 % 31
    }
    return alphabet[(31 - sum % 31) % 31]
  }

  /// Exactly one of the 31 characters closes a code, and one changed character breaks it.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func checkCharacter(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    for _ in 0..<40 {
      let body = (0..<17).map { _ in alphabet.randomElement(using: &generator) ?? "0" }
      let code = String(body) + String(check(body, alphabet))
      try #require(BodyCode(code)?.description == code, "seed \(seed)")
      try #require(alphabet.filter { BodyCode(String(body) + String($0)) != nil }.count == 1)
      let index = Int.random(in: 0..<17, using: &generator)
      var changed = body
      changed[index] = alphabet.filter { $0 != body[index] }.randomElement(using: &generator) ?? "0"
      try #require(BodyCode(String(changed) + String(code.suffix(1))) == nil, "seed \(seed)")
    }
  }

  @Test func codesOrderByBytes() {
    let codes = (0..<200).map { BodyCode.numbered($0 * 7919) }
    #expect(codes.sorted().map(\.description) == codes.map(\.description).sorted())
    #expect(Set(codes).count == codes.count)
  }

  @Test(arguments: [
    ("370000", Division.Level.province), ("370100", .city), ("370102", .county),
    ("371500", .city), ("379001", .county), ("110000", .province), ("999999", .county),
  ])
  func levels(_ code: String, _ level: Division.Level) throws {
    let division = try #require(Division(code))
    #expect(division.level == level)
    #expect(division.description == code)
  }

  /// `^[1-9][0-9](0000|(?!00)[0-9]{4})$`, tried at every number of six digits.
  @Test func everyDivision() {
    let wrong = (0...999_999).first { number in
      let digits = String(number)
      let code = String(repeating: "0", count: 6 - digits.utf8.count) + digits
      let isDivision = number >= 100_000 && (number % 10_000 == 0 || number / 100 % 100 != 0)
      return (Division(code) != nil) != isDivision
    }
    #expect(wrong == nil)
  }

  @Test(arguments: ["", "37010", "3701020", "37010a", "+70102", "３70102", " 370102"])
  func notDivisions(_ code: String) { #expect(Division(code) == nil) }

  @Test(arguments: StreamName.Category.allCases, ["SR-1", "a/b", "国办〔2025〕7号", "e\u{301}", "😀"])
  func streamNames(_ category: StreamName.Category, _ id: Identifier) {
    let name = StreamName(category, id)
    #expect(StreamName(name.description) == name)
  }

  /// An identifier may begin with a character that joins the one before it.
  @Test(arguments: ["\u{301}x", "\u{FE0F}y", "\u{1F3FB}z", "\u{20DD}"] as [Identifier])
  func streamNamesOfJoiningCharacters(_ id: Identifier) {
    let name = StreamName(.shareRequest, id)
    #expect(StreamName(name.description) == name)
  }

  @Test(arguments: ["", "project", "project/", "/P", "projects/P", "Project/P", "project/a b"])
  func notStreamNames(_ name: String) { #expect(StreamName(name) == nil) }

  @Test(arguments: [
    "order-329/1", "a/999999", "0.x-y/10", String(repeating: "a", count: 62) + "/1",
  ])
  func ruleBookNames(_ name: String) { #expect(RuleBookName(name)?.description == name) }

  @Test(arguments: [
    "", "order-329", "order-329/", "/1", "order-329/0", "order-329/01", "order-329/1000000",
    "order-329/1/2", "Order/1", "-a/1", ".a/1", "a_b/1", "a/+1", "a/-1", "a/1 ", "é/1", "a/１",
    String(repeating: "a", count: 63) + "/1",
  ])
  func notRuleBookNames(_ name: String) { #expect(RuleBookName(name) == nil) }
}
