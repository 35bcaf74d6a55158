/// Takes bytes from a source in the amounts that are needed, asking the source for larger ones.
struct CapsuleInput {
  private static let chunkByteCount = 1 << 18

  private let source: (Int) throws -> [UInt8]
  private var chunk: [UInt8] = []
  private var used = 0

  /// - Parameter source: gives at most as many bytes as it is asked for, and none only at the end.
  init(_ source: @escaping (Int) throws -> [UInt8]) {
    self.source = source
  }

  /// Appends the next `count` bytes, or those that there still are.
  ///
  /// Memory is taken as the bytes come, not as they are announced.
  ///
  /// - Returns: whether there were as many.
  mutating func append(_ count: Int, to bytes: inout [UInt8]) throws -> Bool {
    var missing = count
    while missing > 0 {
      guard try fill() else { return false }
      let taken = min(missing, chunk.count - used)
      bytes += chunk[used..<used + taken]
      used += taken
      missing -= taken
    }
    return true
  }

  /// Whether no byte is left.
  mutating func isAtEnd() throws -> Bool { try !fill() }

  /// Sees to it that an unused byte is at hand, unless none is left.
  private mutating func fill() throws -> Bool {
    if used < chunk.count { return true }
    chunk = try source(Self.chunkByteCount)
    used = 0
    return !chunk.isEmpty
  }
}
