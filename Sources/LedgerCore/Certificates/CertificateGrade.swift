/// What a certificate proves of its verdict.
public enum CertificateGrade: String, Sendable, CaseIterable {
  /// The ledger recorded, in the log itself, the root over all obligation states, which everyone who
  /// replays the log can check; the certificate shows its obligation under that root. So also what
  /// did not happen is attested, up to the attested events.
  case attested
  /// Only the events shown are proven to stand in the log; nothing is proven of others.
  case included
}
