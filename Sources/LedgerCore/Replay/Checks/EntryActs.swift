/// The acts whose checks ask how the entry that they name was shared or open then: what is recorded
/// later may tell of an earlier day.
///
/// There may be as many as direct uses of shared data, so they are put away as they come and read
/// once at the end.
struct EntryActs {
  /// One act, and the entry that it names.
  struct EntryAct {
    let entry: Name
    let act: KeptActs.Kept
  }

  var blocks: BlockRun

  init(space: any SpillSpace) { blocks = BlockRun(space: space, blockSize: 1 << 14) }

  mutating func add(_ act: EntryAct) throws(LedgerError) {
    try blocks.add { writer in
      writer.name(act.entry)
      act.act.write(to: &writer)
    }
  }

  /// Calls `body` with every act, in order of the log.
  ///
  /// - Throws: `inputOutput` when what was put away cannot be read again.
  func forEach(_ body: (EntryAct) -> Void) throws(LedgerError) {
    var reader = BlockRunReader(blocks)
    while let act = reader.item({ EntryAct(from: &$0) }) { body(act) }
    try reader.check()
  }
}

extension EntryActs.EntryAct {
  init?(from reader: inout CompactReader) {
    guard let entry = reader.name(), let act = KeptActs.Kept(from: &reader) else { return nil }
    self.init(entry: entry, act: act)
  }
}
