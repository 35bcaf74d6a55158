/// A run that is in storage, with its filter once it has been needed.
struct StoredRun: Sendable {
  let run: Run
  var filter: BlockFilter?
  /// How often the run was looked into without its filter.
  var lookups = 0

  /// False when the run certainly has no entry of a prefix; true as long as that is not known.
  func mayContain(_ probe: BlockFilter.Probe) -> Bool {
    filter?.mayContain(probe) ?? true
  }
}
