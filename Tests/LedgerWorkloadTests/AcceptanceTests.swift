import LedgerCore
import LedgerWorkload
import Testing

@Suite("The ledger takes a generated history")
struct AcceptanceTests {
  @Test("as it happens, without a flag", arguments: HistoryCase.all.filter { !$0.asImport })
  func live(_ history: HistoryCase) throws {
    let log = try MemoryLog(recording: try history.records(), .live)
    #expect(log.size == history.events)
    #expect(try log.audit().violations.isEmpty)
  }

  @Test("as an import", arguments: HistoryCase.all.filter(\.asImport))
  func imported(_ history: HistoryCase) throws {
    let log = try MemoryLog(recording: try history.records(), .importing)
    #expect(log.size == history.events)
  }

  @Test("with every record that reads back as itself")
  func validated() throws {
    for asImport in [false, true] {
      for record in try Workload.records(2000, seed: 11, asImport: asImport) {
        #expect(try Record(json: record.canonicalBytes) == record)
        #expect(throws: Never.self) { try PreparedRecord(record) }
      }
    }
  }
}
