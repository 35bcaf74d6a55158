/// One line of a policy that is neither blank nor a comment (C2SP tlog-policy).
public enum PolicyStatement: Hashable, Sendable {
  /// A log whose checkpoints are accepted, and where it is served.
  case log(VerifierKey, url: [UInt8]?)

  /// A witness, and where it is served.
  case witness(PolicyName, VerifierKey, url: [UInt8]?)

  /// A name for any `threshold` of the members, each a witness or an earlier group.
  case group(PolicyName, PolicyThreshold, members: [PolicyName])

  /// Which witness or group must have cosigned; the name `none` for no cosignature at all.
  case quorum(PolicyName)

  /// The line in its canonical form: one space between words, no newline.
  var line: [UInt8] {
    switch self {
    case .log(let key, let url):
      Self.joined(["log", key.text].map { Array($0.utf8) } + [url])
    case .witness(let name, let key, let url):
      Self.joined([Array("witness".utf8), name.bytes, Array(key.text.utf8), url])
    case .group(let name, let threshold, let members):
      Self.joined(
        [Array("group".utf8), name.bytes, Array(threshold.text.utf8)] + members.map(\.bytes))
    case .quorum(let name):
      Self.joined([Array("quorum".utf8), name.bytes])
    }
  }

  private static func joined(_ words: [[UInt8]?]) -> [UInt8] {
    Array(words.compactMap { $0 }.joined(separator: [UInt8(ascii: " ")]))
  }
}
