import MerkleLog

/// Reads the archive member by member, strictly, and keeps the digest over them.
struct CapsuleMembers {
  private var input: CapsuleInput
  private var tree = TreeEdge<SHA256Hasher>()

  init(_ source: @escaping (Int) throws -> [UInt8]) {
    input = CapsuleInput(source)
  }

  /// Reads the next member, which must have this name and a size in these bounds.
  mutating func next(_ name: String, sizes: ClosedRange<Int>) throws -> CapsuleMember {
    try next(expected: name, sizes: sizes) { $0 == name }
  }

  /// Reads the next member.
  ///
  /// - Parameters:
  ///   - expected: the name by which errors call what must come.
  ///   - sizes: the sizes that its content may have; no memory is taken for others.
  ///   - isExpected: whether a name is right.
  /// - Throws: ``CapsuleError``, and what the source throws.
  mutating func next(
    expected: String, sizes: ClosedRange<Int>, isExpected: (String) -> Bool
  ) throws -> CapsuleMember {
    let member = try read(expected: expected, sizes: sizes, isExpected: isExpected)
    _ = tree.append(SHA256Hasher.leaf(member.bytes))
    return member
  }

  /// Reads the last member, which must have the digest over those before it, and the end mark.
  mutating func finish() throws {
    let size = Capsule.digestByteCount
    let name = Capsule.digestName
    let member = try read(expected: name, sizes: size...size) { $0 == name }
    let digest = tree.root().base64
    guard member.content.elementsEqual((digest + "\n").utf8) else {
      throw CapsuleError(
        .digest, name, "the members before it have the digest \(digest), found another")
    }
    try readEndMark()
  }

  private mutating func read(
    expected: String, sizes: ClosedRange<Int>, isExpected: (String) -> Bool
  ) throws -> CapsuleMember {
    var bytes: [UInt8] = []
    try append(UstarHeader.blockByteCount, to: &bytes, of: expected)
    let header = try Self.header(bytes, expected: expected, isExpected: isExpected)
    guard sizes.contains(header.size) else {
      let bounds = sizes.count == 1 ? "\(sizes.lowerBound)" : "\(sizes)"
      throw CapsuleError(.size, header.name, "expected \(bounds) bytes, found \(header.size)")
    }
    let range = bytes.count..<bytes.count + header.size
    let padding = UstarHeader.paddingByteCount(afterSize: header.size)
    try append(header.size + padding, to: &bytes, of: header.name)
    guard bytes[range.upperBound...].allSatisfy({ $0 == 0 }) else {
      throw CapsuleError(.padding, header.name, "expected zeros up to the block's end")
    }
    return CapsuleMember(name: header.name, bytes: bytes, range: range)
  }

  private static func header(
    _ block: [UInt8], expected: String, isExpected: (String) -> Bool
  ) throws(CapsuleError) -> UstarHeader {
    if block.allSatisfy({ $0 == 0 }) {
      throw CapsuleError(.member, expected, "missing: found the archive's end mark")
    }
    let header: UstarHeader
    do throws(UstarHeader.Fault) {
      header = try UstarHeader(block)
    } catch {
      throw CapsuleError(
        .header, expected, "the header's field \(error.field) is not as it must be")
    }
    guard isExpected(header.name) else {
      throw CapsuleError(.member, expected, "missing: found the member \(header.name) instead")
    }
    return header
  }

  private mutating func append(
    _ count: Int, to bytes: inout [UInt8], of member: String
  ) throws {
    let start = bytes.count
    guard try input.append(count, to: &bytes) else {
      throw CapsuleError(
        .truncated, member, "expected \(count) bytes, found the end after \(bytes.count - start)")
    }
  }

  private mutating func readEndMark() throws {
    let endMark = "the end mark"
    var bytes: [UInt8] = []
    try append(2 * UstarHeader.blockByteCount, to: &bytes, of: endMark)
    guard bytes.allSatisfy({ $0 == 0 }) else {
      throw CapsuleError(.trailingBytes, endMark, "expected two blocks of zeros, found others")
    }
    guard try input.isAtEnd() else {
      throw CapsuleError(.trailingBytes, endMark, "expected the end of the file, found more bytes")
    }
  }
}
