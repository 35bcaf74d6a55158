/// What a key's signatures are: the algorithm and what is signed (C2SP signed-note, "Signature
/// types"). Suites beyond these two come as a ``NoteSigner`` and a ``NoteVerifier`` of their own.
public enum SignatureType: UInt8, Hashable, Sendable, CaseIterable {
  /// Ed25519 over the note's text: how a log signs its checkpoints.
  case ed25519 = 0x01

  /// Ed25519 over a time and the note's text: how a witness cosigns (C2SP tlog-cosignature,
  /// cosignature/v1).
  case cosignature = 0x04
}
