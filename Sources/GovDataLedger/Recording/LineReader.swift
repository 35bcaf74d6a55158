import MerkleLog

/// Reads JSON Lines from a file, a pipe or memory, a chunk at a time.
public struct LineReader {
  /// One line that is not blank.
  public struct Line: Sendable {
    /// The line's number, from 1; blank lines count.
    public let number: Int
    /// The bytes without the line end.
    public let bytes: [UInt8]
  }

  /// The most bytes that a line may have: 1 MiB.
  public static let longestLine = 1 << 20
  private static let chunkSize = 1 << 16

  private var source: InputFile?
  private let name: String
  private var buffer: [UInt8]
  private var start = 0
  private var isAtEnd: Bool
  private var number = 0
  /// Where what is read is kept, too.
  private var spool: SpooledInput?
  /// The bytes read so far, for showing progress.
  public private(set) var bytesRead: Int64 = 0

  /// Reads lines from memory.
  public init(bytes: [UInt8]) {
    source = nil
    name = "input"
    buffer = bytes
    isAtEnd = true
  }

  /// Reads lines from a file, or from standard input for `-`.
  ///
  /// - Throws: ``LedgerError`` with `notFound` when there is no such file that may be read.
  public init(path: String) throws(LedgerError) {
    let file = try InputFile(path)
    source = file
    name = file.name
    buffer = []
    isAtEnd = false
  }

  /// The next line that is not blank; `nil` at the end.
  ///
  /// - Throws: ``LedgerError`` with `malformed` for a line that is too long or holds a private key,
  ///   `inputOutput` when reading fails.
  public mutating func next() throws(LedgerError) -> Line? {
    while let bytes = try nextBytes() {
      number += 1
      if PrivateKeyText.isFound(in: bytes) {
        throw LedgerError.privateKey(in: name).onLine(number)
      }
      if bytes.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) {
        return Line(number: number, bytes: bytes)
      }
    }
    return nil
  }

  /// The next lines that are not blank, at most `count`; fewer only at the end.
  ///
  /// - Throws: as for one line.
  public mutating func next(atMost count: Int) throws(LedgerError) -> [Line] {
    var lines: [Line] = []
    while lines.count < count, let line = try next() { lines.append(line) }
    return lines
  }

  /// Reads a source to its end that may keep its reader waiting, such as a pipe, and puts it into a
  /// temporary file, from which the lines then come. A plain file stays as it is.
  ///
  /// - Throws: as for one line, and `inputOutput` when there is no room for the file.
  mutating func gather() throws(LedgerError) {
    guard let source, !source.isPlain, !isAtEnd else { return }
    let spool = try SpooledInput(named: name)
    var ahead = self
    ahead.spool = spool
    while try ahead.nextBytes() != nil { ahead.number += 1 }
    self.source = try spool.finish()
  }

  private mutating func nextBytes() throws(LedgerError) -> [UInt8]? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        guard end - start <= Self.longestLine else { throw tooLong }
        defer { start = end + 1 }
        return Array(buffer[start..<end])
      }
      guard buffer.count - start <= Self.longestLine else { throw tooLong }
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return Array(buffer[start...])
      }
      searched = buffer.count - start
      buffer.removeSubrange(..<start)
      start = 0
      try fill()
    }
  }

  private var tooLong: LedgerError {
    .malformed(nil, found: "a line of more than 1 MiB", expected: "one record a line")
      .onLine(number + 1)
  }

  /// Takes what there is, without waiting for a whole chunk: a pipe may stay open.
  private mutating func fill() throws(LedgerError) {
    guard let source else { return isAtEnd = true }
    let chunk = try source.read(atMost: Self.chunkSize)
    try spool?.keep(chunk)
    isAtEnd = chunk.isEmpty
    buffer += chunk
    bytesRead += Int64(chunk.count)
  }
}
