import LedgerCore
import Testing

/// What the types are called.
@Suite struct EventLabelTests {
  @Test func everyTypeHasALabelOfItsOwn() {
    #expect(EventType.shareRequested.label.zh == "共享申请")
    for type in EventType.allCases {
      #expect(type.label.en != type.rawValue && type.label.zh != type.rawValue, "\(type)")
      let isChinese = type.label.zh.unicodeScalars.contains { (0x4E00...0x9FFF) ~= $0.value }
      #expect(isChinese, "\(type)")
    }
    #expect(Set(EventType.allCases.map(\.label.zh)).count == EventType.allCases.count)
    #expect(Set(EventType.allCases.map(\.label.en)).count == EventType.allCases.count)
  }
}
