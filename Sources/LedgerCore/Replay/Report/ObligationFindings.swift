/// The findings on all obligations of an audit, by trigger position, then id.
///
/// They are made as they are asked for, from what the replay kept: a report on millions of
/// obligations is never in memory at once.
public struct ObligationFindings: Sequence, Sendable {
  private let parts: [BlockRun]
  private let judge: ObligationJudge

  /// How many findings there are.
  public let count: Int

  /// - Parameter parts: the obligations of each part, by the positions of their openings.
  init(_ parts: [BlockRun], count: Int, judge: ObligationJudge) {
    self.parts = parts.filter { !$0.isEmpty }
    self.count = count
    self.judge = judge
  }

  /// Whether there is none.
  public var isEmpty: Bool { count == 0 }

  /// Going through the findings ends early when what was put away cannot be read again: whoever
  /// has gone through them all tells how many there were.
  ///
  /// - Throws: `inputOutput` when there were too few.
  public func check(count found: Int) throws(LedgerError) {
    guard found == count else {
      throw LedgerError(
        .inputOutput, "only \(found) of \(count) findings could be read again; audit again")
    }
  }

  /// Goes through the findings from the first.
  public func makeIterator() -> Iterator { Iterator(parts, judge) }

  /// Goes through the findings in order.
  public struct Iterator: IteratorProtocol {
    private var parts: MergedParts
    private var judge: ObligationJudge
    /// The findings that one event opened, the last first.
    private var group: [ObligationFinding] = []

    fileprivate init(_ parts: [BlockRun], _ judge: ObligationJudge) {
      self.parts = MergedParts(parts)
      self.judge = judge
    }

    /// The next finding.
    public mutating func next() -> ObligationFinding? {
      while group.isEmpty, let position = parts.position { readGroup(at: position) }
      return group.popLast()
    }

    /// Reads the obligations that one event opened, which are neighbours.
    private mutating func readGroup(at position: Int64) {
      while parts.position == position {
        parts.take { obligation, texts in
          if let finding = judge.finding(obligation, texts) { group.append(finding) }
        }
      }
      if group.count > 1 { group.sort { $0.id > $1.id } }
    }
  }
}

/// The obligations of all parts, by the positions of their openings.
private struct MergedParts {
  /// The next obligation of a part, which its reader has read.
  private struct Head {
    var reader: BlockRunReader
    var obligation: Obligation

    var position: Int64 { obligation.opening.moment.position }
  }

  /// A heap: each comes before the two at twice its place and one or two more.
  private var heads: [Head] = []

  init(_ runs: [BlockRun]) {
    for run in runs {
      var reader = BlockRunReader(run)
      if let obligation = reader.item({ $0.obligation() }) {
        heads.append(Head(reader: reader, obligation: obligation))
      }
    }
    heads.sort { $0.position < $1.position }
  }

  /// The position of the event that opened the next.
  var position: Int64? { heads.first?.position }

  /// Hands the next obligation to `body` and moves on.
  mutating func take(_ body: (Obligation, CompactReader) -> Void) {
    guard let first = heads.first else { return }
    body(first.obligation, first.reader.reader)
    if let next = heads[0].reader.item({ $0.obligation() }) {
      heads[0].obligation = next
    } else {
      let last = heads.removeLast()
      if heads.isEmpty { return }
      heads[0] = last
    }
    sink()
  }

  /// Moves the first to its place.
  private mutating func sink() {
    var place = 0
    while 2 * place + 1 < heads.count {
      var child = 2 * place + 1
      if child + 1 < heads.count, heads[child + 1].position < heads[child].position { child += 1 }
      guard heads[child].position < heads[place].position else { return }
      heads.swapAt(place, child)
      place = child
    }
  }
}
