import WorkingDays

/// What uses of data rest on: requests that were agreed to, and applications, with the purposes that
/// they stated.
///
/// There are as many as requests, and few are ever asked for, so they are put away as they come and
/// read once at the end for the uses that the log holds.
struct Grants {
  /// What a use may rest on.
  enum Kind: UInt8, Sendable {
    /// A share request that was agreed to.
    case request
    /// An application for open data.
    case application
  }

  /// What was granted.
  struct Grant {
    let kind: Kind
    let subject: Name
    /// Who asked for it; none for an application, which anybody may use who made it.
    let asker: BodyPlace
    /// The hash of the purpose that was stated.
    let purpose: UInt64
    let moment: Moment
  }

  /// A use of data.
  struct Use: Sendable {
    let kind: Kind
    let subject: Name
    let purpose: UInt64
    /// Who uses it.
    let user: BodyCode
    let citation: Obligation.Citation
  }

  /// What tells purposes apart, without keeping them: of texts that nobody can choose so that they
  /// collide, for the key is new in every replay, and goes on with one that is saved.
  ///
  /// Odd, so that a product with it loses nothing.
  var key = UInt64.random(in: .min ... .max) | 1
  var blocks: BlockRun
  private(set) var uses: [Use] = []

  init(space: any SpillSpace) { blocks = BlockRun(space: space, blockSize: 1 << 14) }

  mutating func add(_ grant: Grant) throws(LedgerError) {
    try blocks.add { writer in
      writer.byte(grant.kind.rawValue)
      writer.name(grant.subject)
      grant.asker.write(to: &writer)
      writer.number(Int64(bitPattern: grant.purpose))
      writer.moment(grant.moment)
    }
  }

  mutating func add(_ use: Use) { uses.append(use) }

  /// Every use with the grant that it rests on; `nil` where nothing was granted.
  ///
  /// - Throws: `inputOutput` when what was put away cannot be read again.
  func usesWithGrants() throws(LedgerError) -> [(use: Use, grant: Grant?)] {
    guard !uses.isEmpty else { return [] }
    var wanted: [Kind: NameTable<Grant?>] = [:]
    for use in uses { wanted[use.kind, default: NameTable()][use.subject] = .some(nil) }
    var grants = BlockRunReader(blocks)
    while let grant = grants.item({ Grant(from: &$0) }) {
      if wanted[grant.kind]?[grant.subject] != nil {
        wanted[grant.kind, default: NameTable()][grant.subject] = grant
      }
    }
    try grants.check()
    return uses.map { ($0, wanted[$0.kind]?[$0.subject] ?? nil) }
  }

  /// The hash of a purpose.
  func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = key ^ UInt64(text.count)
    var start = 0
    while start < text.count {
      var word: UInt64 = 0
      for offset in 0..<min(8, text.count - start) {
        word |= UInt64(text[start + offset]) << (8 * UInt64(offset))
      }
      hash = Name.mix(hash ^ word, key ^ 0xA076_1D64_78BD_642F)
      start += 8
    }
    return Name.mix(hash ^ 0xE703_7ED1_A0B4_28DB, key)
  }
}

extension Grants.Grant {
  init?(from reader: inout CompactReader) {
    guard let kind = reader.byte().flatMap(Grants.Kind.init(rawValue:)),
      let subject = reader.name(), let asker = BodyPlace(from: &reader),
      let purpose = reader.number(), let moment = reader.moment()
    else { return nil }
    self.init(
      kind: kind, subject: subject, asker: asker, purpose: UInt64(bitPattern: purpose),
      moment: moment)
  }
}
