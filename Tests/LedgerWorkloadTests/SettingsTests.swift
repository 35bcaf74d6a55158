import LedgerCore
import LedgerWorkload
import Testing

@Suite("The settings of a generated history")
struct SettingsTests {
  private func records(_ settings: WorkloadSettings) throws -> [Record] {
    Array(try Workload(settings))
  }

  @Test(
    "give exactly the bodies and entries asked for, in the year asked for",
    arguments: [
      WorkloadSettings(events: 4, seed: 1, bodies: 3, entries: 1),
      WorkloadSettings(events: 300, seed: 2, bodies: 100, entries: 200),
      WorkloadSettings(events: 1000, seed: 3, entries: 970),
      WorkloadSettings(events: 2000, seed: 4, bodies: 3, entries: 2, year: 2022),
      WorkloadSettings(events: 3000, seed: 5, bodies: 500, entries: 1000, year: 2020),
      WorkloadSettings(
        events: 3000, seed: 6, asImport: true, bodies: 400, entries: 800, year: 2025),
      WorkloadSettings(events: 3000, seed: 7, entries: 1500, year: 2026),
      WorkloadSettings(events: 40, seed: 8, unlawful: 1, bodies: 20, entries: 10),
      WorkloadSettings(
        events: 3000, seed: 9, unlawful: 0.3, bodies: 400, entries: 800, year: 2025),
    ])
  func exact(_ settings: WorkloadSettings) throws {
    let records = try records(settings)
    #expect(records.count == settings.events)
    if let bodies = settings.bodies {
      #expect(records.count { $0.data.type == .departmentRegistered } == bodies)
    }
    #expect(records.count { $0.data.type == .catalogEntryRegistered } == settings.entries)
    if let year = settings.year {
      #expect(records.allSatisfy { $0.occurredAt.beijingDate.year == year })
      #expect(records.allSatisfy { ($0.sourceRecordedAt?.beijingDate.year ?? year) == year })
    }
    let isImport = settings.asImport || settings.unlawful > 0
    let log = try MemoryLog(recording: records, isImport ? .importing : .live)
    #expect(log.size == settings.events)
  }

  @Test("register everything in the first days of a single year")
  func registrations() throws {
    let settings = WorkloadSettings(events: 6000, seed: 1, bodies: 600, entries: 2500, year: 2025)
    let registrations = try records(settings).filter {
      [.departmentRegistered, .catalogEntryRegistered].contains($0.data.type)
    }
    #expect(registrations.count == 3100)
    #expect(
      registrations.allSatisfy { record in
        let date = record.occurredAt.beijingDate
        return date.month == 1 && date.day < 20
      })
  }

  @Test(
    "that no history can meet are refused by name",
    arguments: [
      ("bodies", WorkloadSettings(events: 100, seed: 1, bodies: 0)),
      ("bodies", WorkloadSettings(events: 100_000, seed: 1, bodies: 7000)),
      ("bodies", WorkloadSettings(events: 100, seed: 1, bodies: 101)),
      ("entries", WorkloadSettings(events: 100, seed: 1, entries: 0)),
      ("entries", WorkloadSettings(events: 100, seed: 1, entries: 101)),
      ("entries", WorkloadSettings(events: 100, seed: 1, bodies: 60, entries: 41)),
      ("unlawful", WorkloadSettings(events: 100, seed: 1, unlawful: -0.01)),
      ("unlawful", WorkloadSettings(events: 100, seed: 1, unlawful: 1.01)),
      ("unlawful", WorkloadSettings(events: 100, seed: 1, unlawful: .nan)),
      ("year", WorkloadSettings(events: 100, seed: 1, year: 2019)),
      ("year", WorkloadSettings(events: 100, seed: 1, year: 2027)),
    ])
  func refused(_ path: String, _ settings: WorkloadSettings) {
    let error = #expect(throws: LedgerError.self) { _ = try Workload(settings) }
    #expect(error?.code == .malformed)
    #expect(error?.path == path)
  }
}
