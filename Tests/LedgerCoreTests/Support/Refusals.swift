import LedgerCore
import Testing

/// The error that `body` throws, which must be one of the ledger's own.
func refusal<Result>(
  _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
  of body: () throws -> Result
) throws -> LedgerError {
  let error = #expect(throws: LedgerError.self, comment, sourceLocation: sourceLocation) {
    _ = try body()
  }
  return try #require(error, comment, sourceLocation: sourceLocation)
}
