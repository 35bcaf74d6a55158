extension Ledger {
  /// Records one act and returns when it is on disk.
  ///
  /// - Parameters:
  ///   - record: the act.
  ///   - mode: live (an act that would be a violation is refused with its article), allowing
  ///     violations, or importing history (contract §4).
  ///   - expectedVersion: the version that the event must get in its stream, from 0; `nil` when the
  ///     caller does not mind.
  /// - Returns: where the event stands, and its leaf hash. The same record again gets the first
  ///   answer.
  /// - Throws: ``LedgerError``: `malformed`, `unknownReference`, `contradictory`, `unlawful`,
  ///   `inTheFuture`, `tooLarge`, `versionConflict`, `busy`, `inputOutput`. Nothing is recorded.
  public func record(
    _ record: Record, mode: RecordingMode = .live, expectedVersion: Int64? = nil
  ) async throws -> Receipt {
    let receipts = try await commits.submit(
      [PreparedRecord(record)], mode, expectedVersion: expectedVersion)
    guard let receipt = receipts.first else {
      throw LedgerError(.inputOutput, "the commit answered nothing")
    }
    return receipt
  }

  /// Records several acts, all or none, and returns when they are on disk.
  ///
  /// - Throws: ``LedgerError``, as for one act; nothing is recorded.
  public func record(
    _ records: [Record], mode: RecordingMode = .live
  ) async throws -> [Receipt] {
    let prepared = AllCores.map(records) { PreparedRecord.prepare(Array($0)) }
    return try await commits.submit(
      prepared.map { (record) throws(LedgerError) in try record.get() }, mode, expectedVersion: nil)
  }

  /// Records JSON Lines, all or none, and returns when they are on disk.
  ///
  /// - Throws: ``LedgerError`` with the line of the fault; nothing is recorded.
  public func record(
    jsonLines: String, mode: RecordingMode = .live
  ) async throws -> [Receipt] {
    var reader = LineReader(bytes: Array(jsonLines.utf8))
    var lines: [LineReader.Line] = []
    let end = Result { () throws(LedgerError) in
      while let line = try reader.next() { lines.append(line) }
    }
    // A fault in a line comes before that of a later line that cannot even be read.
    let prepared = try PreparedLines(lines).records.map { (line) throws(LedgerError) in
      try line.record.get()
    }
    try end.get()
    return try await commits.submit(prepared, mode, expectedVersion: nil)
  }
}
