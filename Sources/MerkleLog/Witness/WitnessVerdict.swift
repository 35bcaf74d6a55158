/// What a witness has to do with a checkpoint.
public enum WitnessVerdict: Hashable, Sendable {
  /// It continues what was seen of the log: remember it first, then cosign it.
  case accepted

  /// It must not be cosigned, and what is remembered stays.
  case refused(WitnessRefusal)
}
