/// What a policy calls a witness or a group. It means nothing outside of the policy, and two are
/// equal when their bytes are (C2SP tlog-policy, "Character set").
public struct PolicyName: Hashable, Sendable, CustomStringConvertible {
  /// The name as it stands in the policy: no white space, not necessarily UTF-8.
  public let bytes: [UInt8]

  init(_ bytes: some Collection<UInt8>) {
    self.bytes = Array(bytes)
  }

  /// The name that stands for no witness at all.
  static let none = PolicyName("none".utf8)

  /// The name as text; what is not UTF-8 is replaced.
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}
