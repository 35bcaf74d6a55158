/// Something in the ledger's file that is not what its own bytes say it must be.
public struct Disagreement: Hashable, Sendable, CustomStringConvertible {
  /// What kind of stored thing disagrees.
  public enum Kind: String, Sendable {
    /// The database file itself.
    case database
    /// A sealed bundle.
    case bundle
    /// An event's bytes.
    case event
    /// A tile of the Merkle tree.
    case tile
    /// The index of streams and other matters, or the list of the law.
    case stream
    /// The index of event ids, or what the indexes know of recent events.
    case identifier
    /// The index of types.
    case type
    /// A projection.
    case projection
    /// The origin of the log.
    case origin
    /// A stored checkpoint: its form, its origin, its size or its root.
    case checkpoint
    /// What an event `audit.attested` says of the log: its root at its size.
    case attestation
    /// The signatures of a stored checkpoint.
    case signature
    /// The end of the log: events are missing that were committed, and perhaps signed.
    case tail

    /// Whether the thing can be made again from the events.
    fileprivate var isDerived: Bool {
      switch self {
      case .tile, .stream, .identifier, .type, .projection: true
      default: false
      }
    }

    /// Whether a disagreement may mean that events were altered, added or lost.
    var concernsEvents: Bool {
      switch self {
      case .database, .bundle, .event, .checkpoint, .tail: true
      default: false
      }
    }
  }

  /// The kind.
  public let kind: Kind
  /// Where: a position, a bundle's number, a table.
  public let place: String
  /// What was found and what was expected.
  public let message: String

  /// The same, saying what to do where a rebuild can do it: when the events themselves agree.
  func advising(_ eventsAgree: Bool) -> Disagreement {
    guard eventsAgree, kind.isDerived else { return self }
    return Disagreement(kind: kind, place: place, message: message + "; run `govledger rebuild`")
  }

  /// One line: kind, place, message.
  public var description: String { "\(kind.rawValue) \(place): \(message)" }
}

/// What a verification found.
public struct VerificationReport: Hashable, Sendable {
  /// The number of events whose bytes were read.
  public let size: Int64
  /// The Merkle root over them, in base64; `nil` when the log could not be read to its end.
  public let root: String?
  /// The first disagreement of each kind and place; empty when everything agrees.
  public let disagreements: [Disagreement]
  /// How many signed checkpoints are stored.
  public let checkpoints: Int
  /// The number of events that a signed checkpoint covers; `nil` when there is none.
  public let signedSize: Int64?
  /// The projections of services that the file holds, by name.
  public let projections: [VerifiedProjection]
}
