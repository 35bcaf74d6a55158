import Synchronization
import Testing
import WorkingDays

@testable import LedgerCore

/// What was put away and cannot be had again is an error, never a shorter report.
@Suite struct SpillTests {
  /// A space that can be made to fail.
  private final class FailingSpill: SpillSpace {
    enum Fault: Equatable {
      case none
      /// Every block, or the one at a place, cannot be read any more.
      case lost, lostAt(Int)
      /// The block at a place is given without its last bytes.
      case cutAt(Int)
      /// Nothing more can be put away.
      case full
    }

    private let memory = MemorySpill()
    private let state = Mutex((fault: Fault.none, count: 0))

    var fault: Fault {
      get { state.withLock { $0.fault } }
      set { state.withLock { $0.fault = newValue } }
    }
    var count: Int { state.withLock { $0.count } }

    func append(_ block: [UInt8]) throws(LedgerError) -> Int {
      if fault == .full { throw LedgerError(.inputOutput, "no room") }
      state.withLock { $0.count += 1 }
      return memory.append(block)
    }

    func block(at place: Int) -> [UInt8]? {
      switch fault {
      case .lost, .lostAt(place): nil
      case .cutAt(place): memory.block(at: place).map { Array($0.dropLast(3)) }
      default: memory.block(at: place)
      }
    }
  }

  private func history() throws -> History {
    let history = try History()
    try history.record(Act.entry("C-1"), at: "2025-01-01")
    for number in 0..<60 {
      try history.record(
        Act.request(Identifier("R\(number)"), received: "2025-09-26"), at: "2025-09-26")
      // A third are answered at once, a third long after, and a third never.
      guard number % 3 == 0 || number > 12 else { continue }
      let answered = number % 3 == 0 ? number : number - 12
      if answered % 3 != 2 {
        try history.record(Act.reply(Identifier("R\(answered)")), at: "2025-10-10")
      }
    }
    return history
  }

  private func folded(_ history: History, into space: FailingSpill) throws -> Replay {
    var replay = Replay(
      law: history.law, parts: ReplayParts(events: 20_000), space: space, blockSize: 120)
    for position in 0..<Int(history.log.size) {
      try replay.fold(history.log.page(position..<position + 1))
    }
    return replay
  }

  private func report(_ replay: Replay, _ history: History) throws -> AuditReport {
    try replay.report(History.whole, rules: history.rules(History.whole))
  }

  @Test func whole() throws {
    let (history, space) = (try history(), FailingSpill())
    let report = try report(folded(history, into: space), history)
    #expect(space.count > 10)
    #expect(ReferenceReport(report) == ReferenceReport(try history.audit()))
    #expect(try report.json == history.audit().json)
  }

  /// Lost before the report is made.
  @Test func lostBlocks() throws {
    let (history, space) = (try history(), FailingSpill())
    let replay = try folded(history, into: space)
    let faults =
      (0..<space.count).flatMap { [FailingSpill.Fault.lostAt($0), .cutAt($0)] } + [.lost]
    for fault in faults {
      space.fault = fault
      let error = try refusal {
        try replay.report(History.whole, rules: RulesInForce(try history.law.book()))
      }
      #expect(error.code == .inputOutput, "\(fault): \(error)")
    }
    space.fault = .none
    #expect(try report(replay, history).json == history.audit().json)
  }

  /// Lost after the report is made, before it is written or gone through.
  @Test func lostBehindTheReport() throws {
    let (history, space) = (try history(), FailingSpill())
    let replay = try folded(history, into: space)
    let gathered = space.count
    let report = try report(replay, history)
    #expect(space.count > gathered + 10)
    for fault in (gathered..<space.count).map(FailingSpill.Fault.lostAt) + [.lost] {
      space.fault = fault
      #expect(try refusal { try report.json }.code == .inputOutput, "\(fault)")
      let found = Array(report.obligations).count
      #expect(found < report.obligations.count)
      #expect(
        try refusal { try report.obligations.check(count: found) }.code == .inputOutput)
    }
    space.fault = .none
    #expect(Array(report.obligations).count == report.obligations.count)
    try report.obligations.check(count: 60)
    #expect(try report.json == history.audit().json)
  }

  /// What `sink` throws comes through.
  @Test func sinkFails() throws {
    let history = try history()
    let report = try report(folded(history, into: FailingSpill()), history)
    #expect(throws: CancellationError.self) {
      try report.writeJSON { _ in throw CancellationError() }
    }
  }

  @Test func noRoom() throws {
    let (history, space) = (try history(), FailingSpill())
    space.fault = .full
    let error = try refusal { try folded(history, into: space) }
    #expect(error.code == .inputOutput && error.message == "no room")
  }

  @Test func memory() {
    let space = MemorySpill()
    #expect(space.append([1]) == 0 && space.append([]) == 1)
    #expect(space.block(at: 0) == [1] && space.block(at: 1) == [])
    #expect(space.block(at: 2) == nil && space.block(at: -1) == nil)
  }
}
