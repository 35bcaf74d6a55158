import LedgerCore

/// Why the tool ends without having verified anything.
struct Refusal: Error {
  let exitStatus: Int32
  let message: String

  init(_ exitStatus: Int32, _ message: String) {
    self.exitStatus = exitStatus
    self.message = message
  }

  /// The command line is not one.
  static func usage(_ message: String) -> Refusal {
    Refusal(64, message + "; see `govledger-verify --help`")
  }

  /// What the library refuses is refused; what the machine fails at is said to be so.
  static func catching<Result>(
    _ body: () throws(LedgerError) -> Result
  ) throws(Refusal) -> Result {
    do {
      return try body()
    } catch {
      throw Refusal(error.code == .inputOutput ? 74 : 1, error.description)
    }
  }
}
