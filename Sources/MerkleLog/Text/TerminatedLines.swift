/// The lines of a text in memory, each ended by a newline (U+000A), the last one too: what no newline
/// ends is no line.
struct TerminatedLines {
  /// What has not been read yet.
  private(set) var rest: ArraySlice<UInt8>

  /// The number of the line that was read last, from 1.
  private(set) var lineNumber = 0

  init(_ bytes: some Collection<UInt8>) {
    rest = Array(bytes)[...]
  }

  /// The next line without its newline, or `nil` at the end and before bytes that no newline ends.
  mutating func next() -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let line = rest[rest.startIndex..<end]
    rest = rest[(end + 1)...]
    lineNumber += 1
    return line
  }
}
