import Foundation

/// A file that is read whole, because it must be small.
package enum SmallFile {
  /// The bytes of a file, or of standard input for `-`.
  ///
  /// - Throws: ``LedgerError`` with `notFound` when there is no such file, `tooLarge` when it has
  ///   more than `limit` bytes, `inputOutput` when reading fails.
  package static func read(_ path: String, atMost limit: Int) throws(LedgerError) -> [UInt8] {
    let handle = try open(path)
    defer { if path != "-" { try? handle.close() } }
    var bytes: [UInt8] = []
    do {
      // One byte more tells a file that is too large.
      while bytes.count <= limit, let next = try handle.read(upToCount: limit + 1 - bytes.count),
        !next.isEmpty
      {
        bytes += next
      }
    } catch {
      throw LedgerError(.inputOutput, "\(path): cannot be read")
    }
    guard bytes.count <= limit else {
      throw LedgerError(.tooLarge, "\(path): expected at most \(limit) bytes, found more")
    }
    return bytes
  }

  private static func open(_ path: String) throws(LedgerError) -> FileHandle {
    guard path != "-" else { return .standardInput }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      !isDirectory.boolValue, let handle = FileHandle(forReadingAtPath: path)
    else {
      throw LedgerError(.notFound, "\(path): no such file that can be read; give another path")
    }
    return handle
  }
}
