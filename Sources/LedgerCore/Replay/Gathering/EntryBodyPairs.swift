/// Pairs of a catalogue entry and a body that acts on it besides asking for it: it collects, demands or
/// takes the data. Only for these it matters to the acts of other matters what the body asked for, so
/// that a pass over the log keeps nothing of the other requests.
///
/// A pair is known by a hash: one that is taken for another costs a look, and changes nothing.
struct EntryBodyPairs: Sendable {
  private let key: UInt64
  private(set) var hashes: Set<UInt64> = []

  init(key: UInt64, _ hashes: some Sequence<UInt64> = []) {
    self.key = key
    self.hashes = Set(hashes)
  }

  /// Takes note of an act whose lawfulness may depend on what the body asked for.
  mutating func add(_ act: Act) {
    guard let entry = act.named(.entry) else { return }
    for body in act.form.checkedKeys.bodies {
      if let body = act.code(body) { hashes.insert(hash(entry.name, body)) }
    }
  }

  mutating func add(_ others: Set<UInt64>) { hashes.formUnion(others) }

  /// Whether a request asks for an entry for a body of a pair, or for one whose place such a body took.
  func contain(_ request: ActedMatter, _ heirs: Heirs) -> Bool {
    guard !hashes.isEmpty, let asked = request.first(.shareRequested),
      let entry = asked.named(.entry), let requester = asked.code(.requester)
    else { return false }
    return heirs.allHeirs(of: requester).contains { hashes.contains(hash(entry.name, $0)) }
  }

  private func hash(_ entry: Name, _ body: BodyCode) -> UInt64 {
    Name.mix(entry.hash(key: key), body.words.0 ^ key)
      ^ Name.mix(body.words.1 ^ key, UInt64(body.words.2) ^ 0xA076_1D64_78BD_642F)
  }
}

extension EventType {
  /// Whether it may depend on what a body asked for whether acts of the type are lawful: they begin
  /// something about an entry that no obligation is about.
  @inline(__always)
  var mayDependOnRequests: Bool { Self.dependent.contains(number) }

  private static let dependent = TypeSet(
    EventForm.all.filter { form in
      !form.isCore && form.namesEntryOnce && ObligationRule.Subject(form.category) == nil
    }.map(\.type.number))
}
