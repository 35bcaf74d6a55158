import Foundation
import LedgerArchive
import LedgerCore
import MerkleLog
import TestSupport

/// A log in memory with a key: what capsules are made from in tests.
struct ExampleLog {
  static let origin = "capsule.example/log"

  let leaves: [[UInt8]]
  let hashes: [TreeHash]
  var tiles: [TileReference: [TreeHash]] = [:]
  /// Whether full bundles are given as frames, as a ledger has them.
  var isSealed = true

  /// Leaves of 0 to 40 bytes, which need not be events.
  init(count: Int, seed: UInt64 = 1, upTo length: Int = 40) {
    var random = SplitMix64(seed: seed)
    self.init(leaves: random.entries(count: count, upTo: length))
  }

  init(leaves: [[UInt8]]) {
    self.leaves = leaves
    hashes = leaves.map { SHA256Hasher.leaf($0) }
    var level = hashes
    for height in 0..<4 where !level.isEmpty {
      for start in stride(from: 0, to: level.count, by: 256) {
        store(Array(level[start..<min(start + 256, level.count)]), height, start / 256)
      }
      level = stride(from: 0, to: level.count - level.count % 256, by: 256).map {
        MerkleTree<SHA256Hasher>.root(of: Array(level[$0..<$0 + 256]))
      }
    }
  }

  private mutating func store(_ hashes: [TreeHash], _ level: Int, _ number: Int) {
    if let tile = TileReference(level: level, number: Int64(number), width: hashes.count) {
      tiles[tile] = hashes
    }
  }

  func root(_ size: Int) -> TreeHash {
    MerkleTree<SHA256Hasher>.root(of: Array(hashes.prefix(size)))
  }

  /// The signed checkpoint of the first leaves.
  func checkpoint(_ size: Int, cosignedBy witnesses: [SignerKey] = []) throws
    -> UnverifiedCheckpoint
  {
    try Self.checkpoint(size: Int64(size), root: root(size), cosignedBy: witnesses)
  }

  static func checkpoint(
    size: Int64, root: TreeHash, origin: String = origin, cosignedBy witnesses: [SignerKey] = []
  ) throws -> UnverifiedCheckpoint {
    var signers: [any NoteSigner] = [try Ed25519NoteSigner(key())]
    for witness in witnesses { signers.append(try Ed25519Cosigner(witness, time: 7)) }
    return try UnverifiedCheckpoint(
      signing: Checkpoint(origin: origin, size: size, root: root), with: signers)
  }

  static func key(_ name: String = origin, _ seed: UInt8 = 1, _ type: SignatureType = .ed25519)
    throws -> SignerKey
  {
    try SignerKey(
      name: KeyName(name), type: type, seed: [UInt8](repeating: seed, count: 32))
  }

  /// Accepts the log, without any witness.
  static func policy() throws -> TransparencyPolicy { try made.get() }

  private static let made = Result {
    try TransparencyPolicy("log \(key().verifierKey)\nquorum none\n".utf8)
  }
}

extension ExampleLog: CapsuleLog {
  /// The tile, or the first hashes of what it has become since.
  func hashes(of tile: TileReference) throws -> [TreeHash]? {
    if let hashes = tiles[tile] { return hashes }
    let grown = tiles.first {
      $0.key.level == tile.level && $0.key.number == tile.number && $0.key.width >= tile.width
    }
    return grown.map { Array($0.value.prefix(tile.width)) }
  }

  func bundle(_ reference: BundleReference) throws -> CapsuleBundle {
    let first = Int(reference.number) * 256
    let whole = leaves.dropFirst(first).prefix(256)
    if isSealed, whole.count == 256 {
      return .sealed(try SealedBundle.seal(EntryBundle.encode(Array(whole))))
    }
    return .leaves(Array(whole.prefix(reference.width)))
  }
}

/// Capsules to read, and readings of them.
enum CapsuleExamples {
  /// Whether to try every byte (environment CAPSULE_EVERY_BYTE); otherwise every seventh is tried,
  /// because each attempt checks signatures.
  static let triesEveryByte = ProcessInfo.processInfo.environment["CAPSULE_EVERY_BYTE"] != nil

  /// The numbers of a range to try: all, or every seventh from one that the generator chooses.
  static func tried(_ range: Range<Int>, _ random: inout SplitMix64) -> [Int] {
    guard !triesEveryByte else { return Array(range) }
    let first = range.lowerBound + Int.random(in: 0..<7, using: &random)
    return Array(stride(from: first, to: range.upperBound, by: 7))
  }

  static let witness = "witness.example"

  /// A law of few bytes, so that every byte of a capsule can be tried.
  static func smallLaw() throws -> CapsuleLaw {
    let notice = #"{"notice":"a","issuedOn":"2024-01-01","off":["2024-01-01"],"worked":[]}"#
    let book = """
      {"book":"tiny/1","inForceFrom":"2020-02-01","obligations":[],"schema":"govledger.rule-book/1",
      "title":{"en":"t","zh":"t"},"violations":[]}
      """
    return try CapsuleLaw(
      notices: Array(#"{"schema":"govledger.notices/1","notices":[\#(notice)]}"#.utf8),
      ruleBooks: [Array(book.utf8)])
  }

  static func write(
    _ log: ExampleLog, size: Int? = nil, earlier: [Int] = [], law: CapsuleLaw? = nil,
    witnesses: [SignerKey] = []
  ) throws -> [UInt8] {
    let writer = try CapsuleWriter(
      checkpoint: log.checkpoint(size ?? log.leaves.count, cosignedBy: witnesses),
      earlier: earlier.map { try log.checkpoint($0) }, law: law ?? smallLaw(),
      projectionsDigest: log.root(0))
    var bytes: [UInt8] = []
    try writer.write(log) { bytes += $0 }
    return bytes
  }

  /// The small capsule whose every byte is tried: four events, an earlier checkpoint, a law and a
  /// cosignature by a witness whom the policy does not know.
  static func small() throws -> [UInt8] {
    let witnesses = [try ExampleLog.key(witness, 9, .cosignature)]
    return try write(ExampleLog(count: 4), earlier: [3], witnesses: witnesses)
  }

  /// Gives the bytes in pieces of at most this many.
  static func source(_ bytes: [UInt8], piece: Int = .max) -> (Int) -> [UInt8] {
    var rest = bytes[...]
    return { count in
      let taken = rest.prefix(min(count, piece))
      rest = rest.dropFirst(taken.count)
      return Array(taken)
    }
  }

  static func reader(_ bytes: [UInt8], piece: Int = .max) throws -> CapsuleReader {
    try UnverifiedCapsule(reading: source(bytes, piece: piece))
      .verified(by: ExampleLog.policy())
  }

  /// Reads a whole capsule: its leaves.
  static func read(_ bytes: [UInt8], piece: Int = .max) throws -> [[UInt8]] {
    var reader = try reader(bytes, piece: piece)
    var leaves: [[UInt8]] = []
    while let page = try reader.next() { leaves += page.ranges.map { Array(page.bytes[$0]) } }
    _ = try reader.finish()
    return leaves
  }

  /// Why a capsule is refused; `nil` when it is not.
  static func refusal(of bytes: [UInt8]) throws -> CapsuleError? {
    do {
      _ = try read(bytes)
      return nil
    } catch let error as CapsuleError {
      return error
    }
  }
}
