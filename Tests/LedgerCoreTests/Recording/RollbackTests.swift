@testable import LedgerCore
import Testing
import TestSupport
import WorkingDays

/// What is rolled back leaves no trace: not in the log, the tables or the writer's memory.
@Suite struct RollbackTests {
  /// Acts that touch all that a writer remembers: streams, a calendar, open obligations.
  private static let undone: [EventData] = [
    Act.entry("C-2"), Act.revise("C-1") { $0.department = .health }, Act.withdraw("SR-1"),
    Act.notice("undone", issued: "2025-01-02", off: ["2025-03-07", "2025-03-10"]),
    Act.register(.health), Act.submit("P"), Act.judge("P"), Act.retire("C-1"),
  ]
  private static let after: [EventData] = [
    Act.request("SR-2", received: "2025-03-04"), Act.withdraw("SR-1"), Act.submit("P"),
    Act.entry("C-2", of: .health), Act.register(.health, as: .institution),
    Act.trigger("T", effective: "2025-03-04"), Act.revise("C-1", trigger: "T"),
    Act.notice("undone", issued: "2025-01-03", off: ["2025-03-11"]), Act.retire("C-1"),
  ]

  private func begun() throws -> History {
    let history = try History()
    for data in [Act.entry("C-1"), Act.request("SR-1", received: "2025-03-03")] {
      try history.record(data, at: "2025-03-03")
    }
    return history
  }

  @Test func failedGroupLeavesNoTrace() throws {
    let (history, untouched) = (try begun(), try begun())
    #expect(throws: LedgerError(.inputOutput, "")) { try self.fail(history, after: Self.undone) }
    #expect(history.trace == untouched.trace)
    for data in Self.after {
      for history in [history, untouched] { try history.record(data, at: "2025-03-04") }
    }
    #expect(history.trace == untouched.trace)
    #expect(try history.audit().json == untouched.audit().json)
  }

  /// Records a group in one savepoint, and then fails it.
  private func fail(_ history: History, after group: [EventData]) throws(LedgerError) {
    let recorder = history.recorder()
    try history.log.savepoint { () throws(LedgerError) in
      for (index, data) in group.enumerated() {
        _ = try recorder.record(
          Record(
            id: Identifier("undone\(index)"), occurredAt: "2025-03-04", actor: .health, data: data))
      }
      throw LedgerError(.inputOutput, "the disk is full")
    }
  }

  /// One refusal does not hurt its neighbours in the same transaction.
  @Test func refusalBetweenNeighbours() throws {
    let (history, other) = (try begun(), try begun())
    let recorder = history.recorder()
    var refusals: [LedgerError.Code] = []
    for (index, data) in ([Act.reply("none"), Act.entry("C-1")] + Self.after).enumerated() {
      let record = Record(
        id: Identifier("a\(index)"), occurredAt: "2025-03-04", actor: .health, data: data)
      do {
        _ = try history.log.savepoint { () throws(LedgerError) in try recorder.record(record) }
        _ = try other.record(record)
      } catch {
        refusals.append(error.code)
      }
    }
    #expect(refusals == [.unknownReference, .contradictory])
    #expect(history.trace == other.trace)
  }

  /// The recorder refuses before it appends: even without a savepoint nothing is half done.
  @Test func refusesBeforeAppending() throws {
    let history = try begun()
    let before = history.trace
    let long = String(repeating: "x", count: 70_000)
    let refused: [EventData] = [
      Act.reply("none"), Act.entry("C-1"), Act.entry("C-9", basis: nil),
      Act.request("SR-9", received: "2030-02-01"),
      Act.request("SR-9", received: "2025-03-03", purpose: long),
      Act.reply("SR-1", .refused), Act.start("P"),
    ]
    for data in refused {
      let record = Record(id: "x", occurredAt: "2025-03-04", actor: .health, data: data)
      _ = try refusal { try history.recorder(.live).record(record) }
    }
    #expect(history.trace == before)
  }

  /// What the memory tells is what the log tells: forgetting it at any time changes nothing.
  @Test(arguments: 0..<10 as Range<UInt64>)
  func forgetting(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let (remembering, forgetting) = (try History(), try History())
    for act in try RandomHistory.acts(seed: seed, count: 120) {
      let one = try? remembering.record(act)
      if Bool.random(using: &generator) { forgetting.log.memory.forget() }
      #expect(one == (try? forgetting.record(act)), "seed \(seed)")
    }
    #expect(remembering.trace == forgetting.trace, "seed \(seed)")
  }
}
