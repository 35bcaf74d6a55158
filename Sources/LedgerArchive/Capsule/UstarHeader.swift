/// The header block of a regular file in a POSIX ustar archive (IEEE Std 1003.1, `pax`, "ustar
/// Interchange Format"), of which only the name and the size vary here.
///
/// So a header is right exactly when it is the one that would be written for its name and size.
struct UstarHeader: Equatable {
  /// How many bytes a header has, and what a member is filled up to a multiple of.
  static let blockByteCount = 512

  /// The longest name: one byte less than its field, so that a zero always ends it.
  static let maximumNameByteCount = 99

  /// The largest size that eleven octal digits can say: one byte less than 8 GiB.
  static let maximumSize = 0o777_7777_7777

  let name: String
  let size: Int

  /// The header, or `nil` unless the name is 1 to 99 characters of printable ASCII and the size has
  /// at most eleven octal digits.
  init?(name: String, size: Int) {
    guard (1...Self.maximumNameByteCount).contains(name.utf8.count),
      name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
      (0...Self.maximumSize).contains(size)
    else { return nil }
    self.name = name
    self.size = size
  }

  /// How many zeros follow a content of this size.
  static func paddingByteCount(afterSize size: Int) -> Int {
    let rest = size % blockByteCount
    return rest == 0 ? 0 : blockByteCount - rest
  }

  /// The 512 bytes.
  var block: [UInt8] {
    let blank = Self.fields(
      name: name, size: size, checksum: [UInt8](repeating: UInt8(ascii: " "), count: 8))
    let sum = blank.reduce(0) { $0 + Int($1) }
    return Self.fields(
      name: name, size: size, checksum: Self.octal(sum, digits: 6) + [0, UInt8(ascii: " ")])
  }

  private static func fields(name: String, size: Int, checksum: [UInt8]) -> [UInt8] {
    var block: [UInt8] = []
    block.reserveCapacity(blockByteCount)
    for field in Field.allCases {
      let text: [UInt8] =
        switch field {
        case .name: Array(name.utf8)
        case .mode: Array("0000644".utf8)
        case .owner, .group: octal(0, digits: 7)
        case .size: octal(size, digits: 11)
        case .time: octal(0, digits: 11)
        case .checksum: checksum
        case .type: [UInt8(ascii: "0")]
        case .magic: Array("ustar".utf8)
        case .version: Array("00".utf8)
        case .link, .names, .device, .prefix: []
        }
      block += text + [UInt8](repeating: 0, count: field.byteCount - text.count)
    }
    return block
  }

  private static func octal(_ number: Int, digits: Int) -> [UInt8] {
    let text = String(number, radix: 8)
    return Array((String(repeating: "0", count: max(0, digits - text.utf8.count)) + text).utf8)
  }
}

extension UstarHeader {
  /// The parts of a header in their order.
  enum Field: String, CaseIterable {
    case name, mode, owner, group, size, time, checksum, type, link, magic, version
    /// The names of owner and group.
    case names
    /// The two numbers of a device.
    case device
    /// The prefix of a long name, and what fills the block.
    case prefix

    var byteCount: Int {
      switch self {
      case .name, .link: 100
      case .mode, .owner, .group, .checksum: 8
      case .size, .time: 12
      case .type: 1
      case .magic: 6
      case .version: 2
      case .names: 64
      case .device: 16
      case .prefix: 167
      }
    }

    /// The bytes of the field in a header.
    var range: Range<Int> {
      let start = Self.allCases.prefix { $0 != self }.reduce(0) { $0 + $1.byteCount }
      return start..<start + byteCount
    }
  }
}
