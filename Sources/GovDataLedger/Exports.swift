// A service imports one module: the domain's types come with it, and what the engine reports.
@_exported import LedgerCore
@_exported import struct LedgerSQLite.Disagreement
@_exported import struct LedgerSQLite.ProjectionStatus
@_exported import struct LedgerSQLite.RebuildReport
@_exported import struct LedgerSQLite.VerificationReport
@_exported import struct LedgerSQLite.VerifiedProjection
@_exported import MerkleLog
@_exported import WorkingDays
