/// A ustar archive taken apart and put together without the code under test, so that what is put
/// together wrong is wrong on purpose only.
struct Archive {
  struct Member {
    var name: String
    var content: [UInt8]
    /// Fields of the header that are to be other than they must: their offsets and bytes.
    var changes: [Int: [UInt8]] = [:]
    var sumsUp = true
  }

  var members: [Member] = []
  var ending = [UInt8](repeating: 0, count: 1024)

  init(_ bytes: [UInt8]) {
    var at = 0
    while bytes[at] != 0 {
      let name = String(decoding: bytes[at..<at + 100].prefix { $0 != 0 }, as: UTF8.self)
      let digits = String(decoding: bytes[at + 124..<at + 135], as: UTF8.self)
      let size = Int(digits, radix: 8) ?? 0
      members.append(Member(name: name, content: Array(bytes[at + 512..<at + 512 + size])))
      at += 512 + (size + 511) / 512 * 512
    }
  }

  /// The archive, with the digest over whatever the members now are.
  var bytes: [UInt8] {
    members.flatMap { Self.bytes(of: $0) } + ending
  }

  static func bytes(of member: Member) -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      for (place, byte) in text.utf8.enumerated() { header[offset + place] = byte }
    }
    func octal(_ number: Int, _ digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(member.name, at: 0)
    put("0000644", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put(octal(member.content.count, 11), at: 124)
    put("00000000000", at: 136)
    put("        ", at: 148)
    put("0", at: 156)
    put("ustar", at: 257)
    put("00", at: 263)
    for (offset, bytes) in member.changes {
      for (place, byte) in bytes.enumerated() { header[offset + place] = byte }
    }
    if member.sumsUp {
      let sum = header.reduce(0) { $0 + Int($1) }
      put(octal(sum, 6), at: 148)
      header[154] = 0
    }
    let rest = (512 - member.content.count % 512) % 512
    return header + member.content + [UInt8](repeating: 0, count: rest)
  }
}
