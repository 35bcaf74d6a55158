extension UstarHeader {
  /// The first field of a block that is not as it must be.
  struct Fault: Error {
    let field: Field
  }

  /// Reads a header, which must be byte for byte the one that is written for its name and size.
  ///
  /// - Throws: the first field that differs: so for a wrong checksum, another type, owner or time, a
  ///   size in another base or with blanks instead of zeros, and for anything in unused fields.
  init(_ block: [UInt8]) throws(Fault) {
    guard block.count == Self.blockByteCount else { throw Fault(field: .name) }
    let nameBytes = block[Field.name.range].prefix { $0 != 0 }
    guard let size = Self.size(of: block[Field.size.range]) else { throw Fault(field: .size) }
    guard let header = UstarHeader(name: String(decoding: nameBytes, as: UTF8.self), size: size)
    else { throw Fault(field: .name) }
    let expected = header.block
    if block != expected {
      let index = block.indices.first { block[$0] != expected[$0] } ?? 0
      let field = Field.allCases.first { $0.range.contains(index) }
      throw Fault(field: field ?? .prefix)
    }
    self = header
  }

  /// The number of eleven octal digits that a zero ends.
  private static func size(of field: ArraySlice<UInt8>) -> Int? {
    guard field.last == 0 else { return nil }
    var size = 0
    for digit in field.dropLast() {
      guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
      size = size << 3 | Int(digit - UInt8(ascii: "0"))
    }
    return size
  }
}
