import Dispatch
import Synchronization

/// Lines of input, each made ready for the log on whichever core is free.
struct PreparedLines: Sendable {
  /// A line's record, or why it is none.
  struct Prepared: Sendable {
    let number: Int
    let record: Result<PreparedRecord, LedgerError>
  }

  /// In the order of the lines.
  let records: [Prepared]

  /// How many lines are prepared at once where a commit has any number of them.
  static let mostAhead = 8192
  /// How many lines one core prepares before it looks for more.
  private static let share = 256

  init(_ lines: [LineReader.Line]) {
    let shares = (lines.count + Self.share - 1) / Self.share
    guard shares > 1 else {
      records = lines.map(Prepared.init)
      return
    }
    let done = Mutex([[Prepared]](repeating: [], count: shares))
    DispatchQueue.concurrentPerform(iterations: shares) { place in
      let first = place * Self.share
      let part = lines[first..<min(first + Self.share, lines.count)].map(Prepared.init)
      done.withLock { $0[place] = part }
    }
    records = done.withLock { $0.flatMap { $0 } }
  }
}

extension PreparedLines.Prepared {
  fileprivate init(_ line: LineReader.Line) {
    number = line.number
    record = Result { () throws(LedgerError) in try line.prepared() }
  }
}

extension LineReader.Line {
  /// The record on this line, ready for the log.
  func prepared() throws(LedgerError) -> PreparedRecord {
    do {
      return try PreparedRecord(json: bytes)
    } catch {
      throw error.onLine(number)
    }
  }
}
