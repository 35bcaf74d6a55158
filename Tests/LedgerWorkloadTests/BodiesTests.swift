import LedgerCore
import LedgerWorkload
import Testing

@Suite("The bodies of a generated history")
struct BodiesTests {
  private func bodies(_ events: Int, seed: UInt64 = 1) throws -> [DepartmentRegistered] {
    try Workload.records(events, seed: seed).compactMap { record in
      guard case .departmentRegistered(let data) = record.data else { return nil }
      return data
    }
  }

  @Test("are of all three levels and, from some thousand records on, of all kinds")
  func levelsAndKinds() throws {
    #expect(Set(try bodies(300).map(\.division.level)) == [.province, .city, .county])
    #expect(Set(try bodies(5000).map(\.kind)) == Set(BodyKind.allCases))
  }

  @Test("include townships, of counties only, as a small share")
  func townships() throws {
    let settings = WorkloadSettings(events: 6000, seed: 1, bodies: 5000, entries: 900, year: 2025)
    let bodies = try Workload(settings).compactMap { record -> DepartmentRegistered? in
      guard case .departmentRegistered(let data) = record.data else { return nil }
      return data
    }
    let townships = bodies.filter { $0.kind == .township }
    #expect(20...60 ~= townships.count * 1000 / bodies.count)
    #expect(townships.allSatisfy { $0.division.level == .county })
    #expect(townships.contains { $0.name == "济南市历下区城关街道办事处" })
  }

  @Test("have codes and names of their own, and the division's code within")
  func codes() throws {
    let bodies = try bodies(60_000, seed: 9)
    #expect(bodies.count == 300)
    #expect(Set(bodies.map(\.department)).count == 300)
    #expect(Set(bodies.map(\.name)).count == 300)
    for body in bodies {
      let code = body.department.description
      #expect(code.dropFirst(2).hasPrefix(body.division.description))
      #expect(["11", "12", "91"].contains(code.prefix(2)))
    }
  }

  @Test("of each division include its government and its two authorities, once")
  func authorities() throws {
    let bodies = try bodies(20_000)
    for division in Set(bodies.map(\.division)) {
      for kind in [BodyKind.government, .dataAuthority, .cyberspaceAuthority] {
        #expect(bodies.count { $0.division == division && $0.kind == kind } == 1)
      }
    }
  }

  @Test("grow with the history, to about 5,000 with 34 entries each")
  func growth() throws {
    #expect(try bodies(20).count == 4)
    #expect(try bodies(5000).count == 25)
    // The catalogue comes first, so that the beginning of a large history is enough to see.
    let workload = try Workload(WorkloadSettings(events: 1_000_000, seed: 1))
    let start = workload.prefix { $0.data.type != .rulesAdopted }
    #expect(start.count { $0.data.type == .departmentRegistered } == 4500)
  }

  @Test("know each division's names: a district's with the city's before it")
  func names() throws {
    let names = Set(try bodies(5000).map(\.name))
    #expect(names.contains("山东省大数据局"))
    #expect(names.contains("济南市公安局"))
    #expect(names.contains("中共济南市历下区委网络安全和信息化委员会办公室"))
  }
}
