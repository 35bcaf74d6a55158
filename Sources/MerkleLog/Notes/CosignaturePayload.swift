/// What a cosignature holds and signs (C2SP tlog-cosignature, "Ed25519 signed message").
struct CosignaturePayload {
  /// Seconds since 1970 (UTC): 0 to 2^63 − 1.
  let time: Int64

  /// The Ed25519 signature: 64 bytes.
  let signature: [UInt8]

  private static let timeByteCount = 8
  private static let signatureByteCount = 64

  init(time: Int64, signature: [UInt8]) {
    self.time = time
    self.signature = signature
  }

  /// Reads the eight bytes of the time and the 64 of the signature, or `nil` for any other number
  /// of bytes and for a time above 2^63 − 1.
  init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.timeByteCount + Self.signatureByteCount else { return nil }
    let seconds = bytes.prefix(Self.timeByteCount).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let time = Int64(exactly: seconds) else { return nil }
    self.init(time: time, signature: Array(bytes.dropFirst(Self.timeByteCount)))
  }

  /// The time, big-endian, and the signature.
  var bytes: [UInt8] {
    withUnsafeBytes(of: time.bigEndian) { [UInt8]($0) } + signature
  }

  /// The two header lines and the note's text.
  static func message(_ text: NoteText, time: Int64) -> [UInt8] {
    Array("cosignature/v1\ntime \(time)\n".utf8) + text.bytes
  }
}
