// A service imports one module: the domain's types come with it.
@_exported import LedgerCore
@_exported import MerkleLog
@_exported import WorkingDays
