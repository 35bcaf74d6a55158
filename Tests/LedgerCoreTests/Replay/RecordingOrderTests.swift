import Testing
import TestSupport
import WorkingDays

@testable import LedgerCore

/// The order in which a history is recorded does not change what is found: not in an audit, and not in
/// the table of obligations.
@Suite struct RecordingOrderTests {
  /// What a ledger took of a random history. No two acts took place at the same moment, since the log's
  /// order decides between those, and each says when it became known.
  private func accepted(seed: UInt64) throws -> [Record] {
    let history = try History()
    var accepted: [Record] = []
    for (place, act) in try RandomHistory.acts(seed: seed, count: 150).enumerated() {
      let occurredAt = try #require(act.occurredAt.adding(milliseconds: 3 * Int64(place)))
      let record = Record(
        id: act.id, occurredAt: occurredAt, actor: act.actor, data: act.data,
        sourceRecordedAt: act.sourceRecordedAt ?? occurredAt)
      if (try? history.record(record)) != nil { accepted.append(record) }
    }
    return accepted
  }

  /// Records what streams allow, in another order; `nil` when it cannot all be recorded in that. What is
  /// law stays in its order: of notices of one name the last counts.
  private func shuffled(
    _ records: [Record], _ generator: inout SplitMix64
  ) throws -> History? {
    let history = try History()
    var rest = records.indices.shuffled(using: &generator)
    while !rest.isEmpty {
      var left: [Int] = []
      for place in rest {
        let isNext =
          !records[place].data.isLaw
          || !records[..<place].indices.contains { earlier in
            records[earlier].data.isLaw && (rest + left).contains(earlier)
              && !history.holds(records[earlier].id)
          }
        if isNext, (try? history.record(records[place])) != nil { continue }
        left.append(place)
      }
      if left.count == rest.count { return nil }
      rest = left.shuffled(using: &generator)
    }
    return history
  }

  /// Findings and rows in words, without positions.
  private func told(_ history: History) throws -> [String] {
    let rows = history.log.tables.shown("obligations").map { row in
      row.filter { !["position", "discharge_position"].contains($0.key) }
        .map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
    }
    return (try history.audit(asOf: "2026-01-01").told + history.audit().told + rows).sorted()
  }

  @Test(arguments: 4000..<4008 as Range<UInt64>)
  func sameFindings(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let records = try accepted(seed: seed)
    let first = try History()
    for record in records { try first.record(record) }
    let expected = try told(first)
    var compared = 0
    for _ in 0..<3 {
      guard let other = try shuffled(records, &generator) else { continue }
      compared += 1
      #expect(other.log.size == first.log.size)
      let difference = try told(other).difference(from: expected)
      #expect(difference.isEmpty, "seed \(seed): \(difference)")
    }
    #expect(compared > 0, "seed \(seed)")
  }
}

extension History {
  fileprivate func holds(_ id: Identifier) -> Bool {
    (try? log.position(ofEvent: NameHash(id))) ?? nil != nil
  }
}
