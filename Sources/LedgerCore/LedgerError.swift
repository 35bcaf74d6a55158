/// What could not be done, and why.
///
/// Two errors are equal when their codes are: the message and the place are for people.
public struct LedgerError: Error, Sendable {
  /// The kinds of failure that a caller can tell apart.
  public enum Code: String, Sendable {
    /// The input is not what the contract describes: syntax, keys, types, values.
    case malformed
    /// The record names something that the log does not hold.
    case unknownReference
    /// The record contradicts what the log already holds.
    case contradictory
    /// The act would be an immediate violation of the rule book, or the law rules it out.
    case unlawful
    /// The act is said to have happened after the ledger's own clock.
    case inTheFuture
    /// The event's canonical bytes exceed what a leaf of the log can hold.
    case tooLarge
    /// The expected stream version is not the current one.
    case versionConflict
    /// No such ledger, input, rule book or obligation.
    case notFound
    /// There is something already where a new ledger should be made.
    case alreadyExists
    /// The file is not a ledger of this program.
    case notALedger
    /// The ledger was written by a newer version of this program.
    case newerFormat
    /// The log does not continue what was signed of it before: an old copy, or a fork.
    case forked
    /// Nothing tells what a key has signed, or a witness has seen, so nothing is signed.
    case forgotten
    /// The file is not the whole ledger: it was copied while it was in use, without its write-ahead log.
    case incomplete
    /// Stored bytes are not what this program wrote.
    case damaged
    /// Another process holds the ledger's writer lock.
    case busy
    /// The ledger was opened for reading only.
    case readOnly
    /// The projections do not hold all events; a rebuild brings them up to date.
    case behind
    /// The operating system or the database refused.
    case inputOutput
  }

  /// The kind of failure.
  public let code: Code
  /// What was found, what was expected, and what to do, in one line.
  public let message: String
  /// The line of the input, from 1, when the input was JSON Lines.
  public var line: Int?
  /// The key path inside the record, such as `data.receivedAt`.
  public var path: String?

  /// Makes an error with the code, a one-line message and the place it speaks of.
  public init(_ code: Code, _ message: String, line: Int? = nil, path: String? = nil) {
    self.code = code
    self.message = message
    self.line = line
    self.path = path
  }
}

extension LedgerError: Hashable {
  /// Equal by code.
  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }
  /// Hashes the code.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension LedgerError: CustomStringConvertible {
  /// One line: the place, then the message.
  public var description: String {
    let place = [line.map { "line \($0)" }, path].compactMap { $0 }
    return (place + [message]).joined(separator: ": ")
  }
}

extension LedgerError {
  /// The same error, with `key` put before its path.
  package func under(_ key: String) -> LedgerError {
    guard let path else { return LedgerError(code, message, line: line, path: key) }
    let joined = path.hasPrefix("[") ? key + path : key + "." + path
    return LedgerError(code, message, line: line, path: joined)
  }

  /// The same error, naming the line of the input.
  package func onLine(_ line: Int) -> LedgerError {
    LedgerError(code, message, line: line, path: path)
  }

  package static func malformed(
    _ path: String?, found: String, expected: String
  ) -> LedgerError {
    LedgerError(.malformed, "found \(found), expected \(expected)", path: path)
  }
}
