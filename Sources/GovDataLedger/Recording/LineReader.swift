import Foundation

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

  private let source: FileHandle?
  private let name: String
  private var buffer: [UInt8]
  private var start = 0
  private var isAtEnd: Bool
  private var number = 0
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
  /// - Throws: ``LedgerError`` with `notFound` when there is no such file.
  public init(path: String) throws(LedgerError) {
    buffer = []
    isAtEnd = false
    name = path
    guard path != "-" else {
      source = .standardInput
      return
    }
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory),
      !isDirectory.boolValue, let handle = FileHandle(forReadingAtPath: path)
    else {
      throw LedgerError(.notFound, "\(path): no such file that can be read; give another path")
    }
    source = handle
  }

  /// The next line that is not blank; `nil` at the end.
  ///
  /// - Throws: ``LedgerError`` with `malformed` for a line that is too long, `inputOutput` when
  ///   reading fails.
  public mutating func next() throws(LedgerError) -> Line? {
    while let bytes = try nextBytes() {
      number += 1
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
    guard let descriptor = source?.fileDescriptor else { return isAtEnd = true }
    var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
    var count: Int
    repeat {
      count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    } while count < 0 && errno == EINTR
    guard count >= 0 else {
      throw LedgerError(
        .inputOutput, "\(name): cannot be read: \(String(cString: strerror(errno)))")
    }
    isAtEnd = count == 0
    buffer += chunk[..<count]
    bytesRead += Int64(count)
  }
}
