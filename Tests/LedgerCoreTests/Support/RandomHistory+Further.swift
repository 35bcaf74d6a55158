import LedgerCore
import WorkingDays

@testable import LedgerCore

/// Acts beyond the contract's core, of which most are unlawful: by any body, on anything.
extension RandomHistory {
  private static let furtherTypes = EventType.allCases.filter { type in
    ViolationRule.furtherActs.contains(type)
  }

  mutating func furtherAct() -> (EventData, Identifier) {
    switch number(8) {
    case 0:
      let entry = thing(.catalogEntry)
      let openness = Openness.allCases[number(Openness.allCases.count)]
      return (Act.revise(entry) { $0.openness = openness }, "")
    case 1:
      let kind = number(12) == 0 ? .township : BodyKind.allCases[number(4)]
      return (Act.register(body(), as: kind, in: division()), "")
    default:
      let type = Self.furtherTypes[number(Self.furtherTypes.count)]
      let form = type.form
      let subject = thing(form.category)
      var values: [String: DataValue] = [:]
      for key in form.keys where !key.isOptional || number(3) == 0 {
        values[key.key.name] = value(key, of: form, about: subject)
      }
      values[form.subjectKey.key.name] = .identifier(subject)
      return (Act.of(type, values), subject)
    }
  }

  private mutating func value(
    _ key: EventForm.Key, of form: EventForm, about subject: Identifier
  ) -> DataValue? {
    switch key.kind {
    case .identifier, .slashless:
      .identifier(key.refersTo.map { thing($0) } ?? id(key.key.name, 4))
    case .text: .text(["核验", "研究", "统计"][number(3)])
    case .code: .code(body())
    case .date: .date("2019-12-01")
    case .past: .date(number(3) == 0 ? "2020-03-02" : "2019-12-01")
    case .instant: .instant(received(subject))
    case .division: .division(division())
    case .bool: .bool(number(2) == 0)
    case .integer(let range): .integer(range.lowerBound)
    case .choice(let names): .choice(names.all[number(names.all.count)])
    case .texts: .texts(["某"])
    case .identifiers: key.refersTo.map { .identifiers([thing($0)]) }
    case .fields, .other: nil
    }
  }

  /// Something that there may be.
  private mutating func thing(_ category: StreamName.Category) -> Identifier {
    switch category {
    case .catalogEntry: id("C", 6)
    case .shareRequest: id("R", 16)
    case .openApplication: id("A", 5)
    default: id(category.rawValue, 5)
    }
  }

  private mutating func division() -> Division {
    let elsewhere: Division = "110000"
    if number(20) == 0 { return elsewhere }
    return (["370000", "370100", "370102", "370634"] as [Division])[number(4)]
  }
}

extension ViolationRule {
  /// The acts beyond the core at which the default book looks, those that it looks for, and those that
  /// are refused only live.
  fileprivate static let furtherActs: Set<EventType> = {
    let rules = (try? History.bundledLaw.get().book().violations) ?? []
    let acts = rules.flatMap { [$0.check.lookedFor].compactMap { $0 } + $0.check.acts }
    let refused: [EventType] = [.planSpecialFiled, .cloudNodePlanFiled, .cloudLegacyNodeDeclared]
    return Set(acts.filter { !$0.form.isCore } + refused)
  }()
}
