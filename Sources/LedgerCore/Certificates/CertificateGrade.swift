/// What a certificate proves of its finding.
public enum CertificateGrade: String, Sendable, CaseIterable {
  /// The ledger recorded, in the log itself, the roots over the states of all obligations and over all
  /// violations, which everyone who replays the log can check; the certificate shows its finding under
  /// one of them. So also what did not happen is attested, up to the attested events.
  case attested
  /// Only the events shown are proven to stand in the log; nothing is proven of others.
  case included
}
