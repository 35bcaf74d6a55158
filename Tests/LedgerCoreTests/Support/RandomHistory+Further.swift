import LedgerCore
import WorkingDays

@testable import LedgerCore

/// Acts beyond the contract's core, of which most are unlawful: by any body, on anything.
extension RandomHistory {
  private static let furtherTypes = EventType.allCases.filter { type in
    ViolationRule.furtherActs.contains(type)
  }

  mutating func furtherAct() -> (EventData, Identifier) {
    switch number(16) {
    case 0, 1:
      let entry = thing(.catalogEntry)
      let openness = Openness.allCases[number(Openness.allCases.count)]
      return (Act.revise(entry) { $0.openness = openness }, "")
    case 2, 3:
      let kind = number(12) == 0 ? .township : BodyKind.allCases[number(4)]
      return (Act.register(body(), as: kind, in: division()), "")
    case 4: return use()
    case 5, 6: return otherWay()
    case 7, 8: return nodeAct()
    case 9, 10: return systemAct()
    case 11, 12: return purchaseAct()
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

  // MARK: Data of others

  /// Data is taken, collected or demanded that was asked for, or might have been.
  private mutating func otherWay() -> (EventData, Identifier) {
    let request = grantedRequest()
    let entry = number(4) > 0 ? world.asked[request] ?? id("C", 6) : id("C", 6)
    let requester = number(4) > 0 ? world.requesters[request] ?? .requester : anybody()
    let name = id("W", 60)
    var values: [String: DataValue] = ["entry": .identifier(entry)]
    switch number(4) {
    case 0: values["collection"] = .identifier(name)
    case 1: values["demand"] = .identifier(name)
    default:
      // About when the entry changed, or was asked for.
      let day: Int64 = 86_400_000
      let about =
        number(3) == 0 ? world.changed[entry] ?? time(after: request) : time(after: request)
      let on = about.adding(milliseconds: Int64(number(3) - 1) * day) ?? about
      moment = on.adding(milliseconds: Int64(number(3)) * day)
      values["access"] = .identifier(name)
      values["calls"] = .integer(1)
      values["on"] = .date(on.beijingDate)
      values["requester"] = .code(requester)
      return (Act.of(.dataAccessed, values), request)
    }
    values["department"] = .code(requester)
    if number(12) == 0 { values["exceptionBasis"] = .text("某法") }
    if values["demand"] != nil {
      values["matter"] = .text("某事项")
      return (Act.of(.paperDemanded, values), request)
    }
    values["purpose"] = .text("核验")
    return (Act.of(.collectionStarted, values), request)
  }

  // MARK: Nodes, systems, purchases

  /// The nodes of the cloud: one that a city builds, its county's old one, and others.
  private mutating func nodeAct() -> (EventData, Identifier) {
    let node = thing(.cloudNode)
    var values: [String: DataValue] = ["node": .identifier(node)]
    switch number(6) {
    case 0, 1:
      values["authority"] = .code(number(4) > 0 ? body(of: .city) : anybody())
      let provincial = number(3) > 0 ? authority(.dataAuthority, .province) : anybody()
      values["filedWith"] = .code(provincial)
      values["title"] = .text("某方案")
      return (Act.of(.cloudNodePlanFiled, values), node)
    case 2, 3:
      let levels: [Division.Level] = [.province, .city, .city, .county]
      values["builder"] = .code(body(of: levels[number(4)]))
      values["name"] = .text("某节点")
      return (Act.of(.cloudNodeCommissioned, values), node)
    case 4:
      values["builder"] = .code(number(4) > 0 ? body(of: .county) : anybody())
      values["builtOn"] = .date("2018-01-01")
      values["name"] = .text("某旧节点")
      return (Act.of(.cloudLegacyNodeDeclared, values), node)
    default:
      values["authority"] = .code(authority(.dataAuthority, number(3) > 0 ? .city : nil))
      values["into"] = .identifier(thing(.cloudNode))
      return (Act.of(.cloudNodeMerged, values), node)
    }
  }

  /// A system is applied for, decided on and deployed, by one department mostly and on one node.
  private mutating func systemAct() -> (EventData, Identifier) {
    let number = self.number(4)
    let (system, node) = (named("cloud-system", number), named("cloud-node", number))
    var values: [String: DataValue] = ["system": .identifier(system)]
    let own = number == 0 ? BodyCode.transport : .health
    let department = self.number(6) > 0 ? own : anybody()
    switch self.number(5) {
    case 0, 1:
      values["authority"] = .code(authority(.dataAuthority))
      values["department"] = .code(department)
      values["name"] = .text("某系统")
      values["node"] = .identifier(self.number(6) > 0 ? node : thing(.cloudNode))
      return (Act.of(.cloudUseApplied, values), system)
    case 2, 3:
      values["authority"] = .code(authority(.dataAuthority))
      values["outcome"] = .text(self.number(4) > 0 ? "approved" : "rejected")
      return (Act.of(.cloudUseDecided, values), system)
    default:
      values["department"] = .code(department)
      values["node"] = .identifier(node)
      return (Act.of(.cloudSystemDeployed, values), system)
    }
  }

  /// Data is applied for, bought and entered in a catalogue, by one department mostly.
  private mutating func purchaseAct() -> (EventData, Identifier) {
    let purchase = thing(.purchase)
    var values: [String: DataValue] = ["purchase": .identifier(purchase)]
    let department = number(5) > 0 ? BodyCode.transport : anybody()
    switch number(7) {
    case 0, 1:
      values["authority"] = .code(authority(.dataAuthority))
      values["data"] = .text(purpose(like: "信用数据"))
      values["department"] = .code(department)
      values["purpose"] = .text("核验")
      return (Act.of(.purchaseApplied, values), purchase)
    case 2, 3:
      values["authority"] = .code(authority(.dataAuthority))
      values["outcome"] = .text(number(4) > 0 ? "approved" : "rejected")
      return (Act.of(.purchaseDecided, values), purchase)
    case 4, 5:
      values["data"] = .text(purpose(like: "信用数据"))
      values["department"] = .code(department)
      values["supplier"] = .text("某公司")
      return (Act.of(.purchaseCompleted, values), purchase)
    default:
      let own = (0..<6).map { named("C", $0) }.filter { world.holders[$0] == .transport }
      let entry = own.isEmpty || number(3) == 0 ? anyEntry() : own[number(own.count)]
      values["entry"] = .identifier(entry)
      return (Act.of(.purchaseCatalogued, values), purchase)
    }
  }

  // MARK: Any

  private mutating func value(
    _ key: EventForm.Key, of form: EventForm, about subject: Identifier
  ) -> DataValue? {
    switch key.kind {
    case .identifier, .slashless:
      .identifier(key.refersTo.map { thing($0) } ?? id(key.key.name, 4))
    case .text: .text(["核验", "研究", "统计"][number(3)])
    case .code: .code(number(6) > 0 ? body() : anybody())
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
