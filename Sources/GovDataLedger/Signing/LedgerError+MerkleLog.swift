import MerkleLog

extension LedgerError {
  /// Runs `body` and turns what it throws into the ledger's own errors; what the tree and its notes
  /// refuse is `malformed`.
  package static func translating<Result>(
    _ body: () throws -> Result
  ) throws(LedgerError) -> Result {
    do {
      return try body()
    } catch let error as LedgerError {
      throw error
    } catch let error as MerkleLogError {
      throw LedgerError(error.code == .tooLarge ? .tooLarge : .malformed, error.message)
    } catch {
      throw LedgerError(.inputOutput, "\(error)")
    }
  }
}
