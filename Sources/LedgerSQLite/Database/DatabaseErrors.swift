import GRDB
import LedgerArchive
import LedgerCore
import MerkleLog

/// Runs database work and turns what it throws into the ledger's own errors.
func storing<Result>(_ body: () throws -> Result) throws(LedgerError) -> Result {
  do {
    return try body()
  } catch {
    throw LedgerError(storing: error)
  }
}

extension LedgerError {
  /// What an error of the database or the archive means for the ledger.
  init(storing error: any Error) {
    switch error {
    case let error as LedgerError:
      self = error
    case let error as DatabaseError:
      self.init(database: error)
    case let error as ArchiveError:
      self.init(.damaged, error.message)
    case let error as IndexDamage:
      self.init(.damaged, "\(error); check the ledger with `govledger verify`")
    case let error as IndexSizeOutOfRange:
      self.init(.damaged, "a log cannot have \(error.size) events")
    case let error as MerkleLogError:
      self.init(.damaged, "\(error.message); check the ledger with `govledger verify`")
    case is RowDecodingError:
      self.init(.damaged, "a stored value is not of its type; check it with `govledger verify`")
    case is CancellationError:
      self.init(.inputOutput, "cancelled before it was done; nothing was recorded")
    default:
      self.init(.inputOutput, "\(error)")
    }
  }

  private init(database error: DatabaseError) {
    let what = error.message ?? "no message"
    switch error.resultCode {
    case .SQLITE_NOTADB:
      self.init(.notALedger, "not a ledger: \(what)")
    case .SQLITE_CORRUPT, .SQLITE_FORMAT, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_ERROR:
      self.init(.damaged, "damaged: \(what); check it with `govledger verify`")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.busy, "another process is writing to the ledger; try again")
    case .SQLITE_READONLY:
      self.init(.readOnly, "the ledger cannot be written: \(what)")
    case .SQLITE_FULL:
      self.init(.inputOutput, "the disk is full; nothing was recorded")
    case .SQLITE_TOOBIG:
      self.init(.tooLarge, "too large for the database: \(what)")
    default:
      self.init(.inputOutput, "the database failed: \(what)")
    }
  }
}
