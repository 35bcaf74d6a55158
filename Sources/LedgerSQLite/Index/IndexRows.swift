import Foundation
import GRDB
import MerkleLog

/// The rows of the log's indexes in the database, each with a checksum: the first eight bytes of SHA-256
/// of its key and its content.
///
/// What an index does not know is taken not to be in the log. So a row that has changed must say so,
/// whatever it says now.
struct IndexRows: IndexStorage {
  private static let checksumLength = 8

  private let select: SQLStatement
  private let insert: SQLStatement
  private let delete: SQLStatement

  init(in db: Database) throws {
    select = try SQLStatement("SELECT data FROM log_index WHERE key = ?", in: db)
    insert = try SQLStatement("INSERT OR REPLACE INTO log_index (key, data) VALUES (?, ?)", in: db)
    delete = try SQLStatement("DELETE FROM log_index WHERE key = ?", in: db)
  }

  /// - Throws: ``IndexDamage`` when the row does not have its checksum.
  func read<Result>(
    _ key: RowKey, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) throws -> Result? {
    try select.bind(key.rawValue, at: 1)
    return try select.blob { row in
      let end = row.count - Self.checksumLength
      guard end >= 0 else { throw IndexDamage(key, .length(row.count)) }
      let content = UnsafeRawBufferPointer(rebasing: row[..<end])
      guard row[end...].elementsEqual(Self.checksum(key, content)) else {
        throw IndexDamage(key, .checksum)
      }
      return try body(content)
    }
  }

  func write(_ key: RowKey, _ bytes: [UInt8]) throws {
    try insert.bind(key.rawValue, at: 1)
    let row = bytes + bytes.withUnsafeBytes { Self.checksum(key, $0) }
    try row.withUnsafeBytes { row in
      try insert.bindBlob(row, at: 2)
      try insert.run()
    }
  }

  func remove(_ key: RowKey) throws {
    try delete.bind(key.rawValue, at: 1)
    try delete.run()
  }

  private static func checksum(_ key: RowKey, _ content: UnsafeRawBufferPointer) -> [UInt8] {
    var digest = ByteDigest()
    withUnsafeBytes(of: key.rawValue.bigEndian) { digest.update($0) }
    digest.update(content)
    return Array(digest.value.bytes.prefix(checksumLength))
  }
}
