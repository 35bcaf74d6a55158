extension TreeHash: CustomStringConvertible {
  /// The 44 characters of standard base64 with padding, as in checkpoints and proofs (C2SP
  /// tlog-checkpoint, tlog-proof).
  public var base64: String {
    withUnsafeBytes { Base64.encode($0) }
  }

  /// The hash written as standard base64 with padding, or `nil` for any other text: white space,
  /// missing padding, stray bits after the last byte or another length than 32 bytes.
  public init?(base64 text: some StringProtocol) {
    guard let bytes = Base64.decode(text) else { return nil }
    self.init(bytes)
  }

  /// The bytes as 64 lower-case hexadecimal digits.
  public var hex: String {
    withUnsafeBytes { bytes in
      String(
        decoding: bytes.flatMap { [Self.hexDigit($0 >> 4), Self.hexDigit($0 & 0x0f)] },
        as: UTF8.self)
    }
  }

  /// The same as ``hex``.
  public var description: String { hex }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + (value - 10)
  }
}
