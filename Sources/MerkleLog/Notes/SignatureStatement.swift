/// What a valid signature says.
public enum SignatureStatement: Hashable, Sendable {
  /// The signer stands for the text.
  case signed

  /// At this time, in seconds since 1970 (UTC), the text was the largest consistent tree head that
  /// the cosigner had seen of the log (C2SP tlog-cosignature).
  case cosigned(time: Int64)
}
