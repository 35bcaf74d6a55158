/// One lookup on the index of open obligations, in the ledger's own file.
struct LookupRival {
  private let database: RivalDatabase
  private let select: RivalStatement

  init(in ledger: String) throws {
    database = try RivalDatabase(at: ledger)
    select = try database.prepare(
      """
      SELECT * FROM obligations
      WHERE due_on BETWEEN ? AND ? AND discharged_at IS NULL AND closed_at IS NULL
      """)
  }

  /// The open obligations due from one day through another, all columns copied out.
  func rows(from first: String, through last: String) throws -> PackedRows {
    var (first, last) = (first, last)
    return try first.withUTF8 { first in
      try last.withUTF8 { last in
        select.bind(1, text: UnsafeRawBufferPointer(first))
        select.bind(2, text: UnsafeRawBufferPointer(last))
        return try PackedRows(select)
      }
    }
  }
}
