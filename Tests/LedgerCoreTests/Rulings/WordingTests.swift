import Foundation
@testable import LedgerCore
import Testing

/// Texts say the same after form KC and without spaces and punctuation (rulings.md, R23).
@Suite struct WordingTests {
  private func isSame(_ left: String, _ right: String) -> Bool {
    Array(left.utf8).withUnsafeBufferPointer { left in
      Array(right.utf8).withUnsafeBufferPointer { Wording.isSame(left, $0) }
    }
  }

  @Test(
    arguments: [
      ("核验申请人身份", "核验申请人身份。", true), ("核验申请人身份", " 核验 申请人，身份 ", true),
      ("ＡＢＣ１２３", "ABC123", true), ("㎡", "m2", true), ("①", "1", true),
      ("café", "cafe\u{301}", true),
      ("ABC", "abc", false), ("A+B", "AB", false), ("核验", "核查", false), ("", "。", true),
      ("甲、乙", "甲乙", true), ("甲\u{200B}乙", "甲乙", true),
    ])
  func same(_ left: String, _ right: String, _ isSame: Bool) {
    #expect(self.isSame(left, right) == isSame)
    #expect(self.isSame(right, left) == isSame)
  }

  /// Every character says what its compatibility decomposition says, as another library has it.
  @Test func everyCharacter() {
    var differing: [Unicode.Scalar] = []
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned,
        // Those of later versions of Unicode than the table's.
        scalar.properties.age.map({ $0 <= (14, 0) }) ?? false
      else { continue }
      let text = "a" + String(scalar) + "b"
      if !isSame(text, text.precomposedStringWithCompatibilityMapping) { differing.append(scalar) }
    }
    #expect(differing.isEmpty)
  }
}
