/// A JSON value of the ledger's subset: no fractions, no duplicate keys.
///
/// It serves the edges (input records, rule books, notices). Stored events are read straight from
/// their bytes by `CanonicalReader`.
public enum JSONValue: Hashable, Sendable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// An integer within ±(2^53 − 1).
  case integer(Int64)
  /// A string.
  case string(String)
  /// An array.
  case array([JSONValue])
  /// An object's members in canonical order (RFC 8785 §3.2.3: by UTF-16 code units).
  case object([Member])

  /// The largest integer, 2^53 − 1: what every JSON reader keeps exactly.
  static let largestInteger: Int64 = 9_007_199_254_740_991

  /// A key and its value.
  public struct Member: Hashable, Sendable {
    /// The key.
    public let key: String
    /// The value.
    public let value: JSONValue

    /// Makes a member.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The value of a key of an object; `nil` for other values and absent keys.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The canonical bytes (RFC 8785).
  public var canonicalBytes: [UInt8] {
    var writer = CanonicalWriter()
    writer.value(self)
    return writer.bytes
  }

  /// How an error message shows this value: its JSON, cut short.
  var shown: String { Self.cut(String(decoding: canonicalBytes, as: UTF8.self)) }

  /// The first characters of a string that an error message quotes, on one line, with what cannot
  /// be seen spelled out.
  package static func cut(_ string: String) -> String {
    var shown = ""
    for scalar in string.unicodeScalars.prefix(60) {
      if scalar != " ", Visible.isInvisible(scalar) {
        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return string.unicodeScalars.count > 60 ? shown + "…" : shown
  }
}
