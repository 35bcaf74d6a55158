import LedgerCore
import MerkleLog

/// What a capsule says of itself in `capsule.json` (`Schemas/capsule.json`).
///
/// Nothing of it is believed: the reader compares it with the rest. Only
/// ``claimedProjectionsDigest`` is left to whoever folds the events.
public struct CapsuleSummary: Hashable, Sendable {
  /// The log's origin.
  public let origin: String

  /// How many events there are.
  public let size: Int64

  /// The root over them.
  public let root: TreeHash

  /// How many holiday notices `notices.json` has.
  public let notices: Int

  /// How many checkpoints there are beside that of all events.
  public let checkpoints: Int

  /// The rule books in the order of their members.
  public let ruleBooks: [RuleBookName]

  /// The digest of the projections of the events, where the capsule names one. Reading a capsule
  /// does not check it: compare it with that of the projections made from the events.
  public let claimedProjectionsDigest: TreeHash?
}

extension CapsuleSummary {
  /// The canonical JSON (RFC 8785).
  var bytes: [UInt8] {
    let digests = claimedProjectionsDigest.map {
      Self.member("ledgerDigests", .object([Self.member("projections", .string($0.base64))]))
    }
    let members = [
      Self.member("checkpoints", .integer(Int64(checkpoints))),
      digests,
      Self.member("notices", .integer(Int64(notices))),
      Self.member("origin", .string(origin)),
      Self.member("root", .string(root.base64)),
      Self.member("ruleBooks", .array(ruleBooks.map { .string($0.description) })),
      Self.member("schema", .string(Capsule.schema)),
      Self.member("size", .integer(size)),
    ]
    return JSONValue.object(members.compactMap { $0 }).canonicalBytes
  }

  private static func member(_ key: String, _ value: JSONValue) -> JSONValue.Member {
    JSONValue.Member(key: key, value: value)
  }

  /// Reads `capsule.json`, which must be byte for byte as ``bytes`` writes it.
  ///
  /// - Throws: ``CapsuleError`` with the code `document`.
  init(_ bytes: some Collection<UInt8>) throws(CapsuleError) {
    let name = Capsule.summaryName
    let document = try CapsuleLaw.canonical(bytes, name)
    guard let summary = Self.read(document), summary.bytes.elementsEqual(bytes) else {
      throw CapsuleError(
        .document, name, "expected an object as the schema \(Capsule.schema) describes it")
    }
    self = summary
  }

  /// The summary in an object; surplus keys do not matter here.
  private static func read(_ document: JSONValue) -> CapsuleSummary? {
    guard case .string(let origin) = document["origin"], !origin.isEmpty,
      case .integer(let size) = document["size"], size >= 0,
      case .integer(let notices) = document["notices"], let notices = Int(exactly: notices),
      case .integer(let checkpoints) = document["checkpoints"],
      (0...Int64(Capsule.maximumCheckpointCount)).contains(checkpoints),
      case .array(let books) = document["ruleBooks"], books.count <= Capsule.maximumRuleBookCount,
      let root = hash(document["root"])
    else { return nil }
    let ruleBooks = books.compactMap { book -> RuleBookName? in
      guard case .string(let text) = book else { return nil }
      return RuleBookName(text)
    }
    return CapsuleSummary(
      origin: origin, size: size, root: root, notices: notices, checkpoints: Int(checkpoints),
      ruleBooks: ruleBooks,
      claimedProjectionsDigest: hash(document["ledgerDigests"]?["projections"]))
  }

  private static func hash(_ value: JSONValue?) -> TreeHash? {
    guard case .string(let text) = value else { return nil }
    return TreeHash(base64: text)
  }
}

extension CapsuleSummary {
  /// Compares the summary with the checkpoint beside it.
  ///
  /// - Throws: ``CapsuleError`` with the code `summary`.
  func check(against checkpoint: Checkpoint) throws(CapsuleError) {
    let differing: String? =
      if !checkpoint.hasOrigin(origin) {
        "origin"
      } else if checkpoint.size != size {
        "size"
      } else if checkpoint.root != root {
        "root"
      } else {
        nil
      }
    guard let differing else { return }
    throw CapsuleError(
      .summary, Capsule.summaryName, "the \(differing) is not that of the signed checkpoint")
  }
}
