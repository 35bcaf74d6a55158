/// When the system that an import comes from recorded what happened.
///
/// An import is ordered by these times, so a record's may not lie before those of the records that
/// it refers to.
extension History {
  /// Usually minutes after the act, sometimes at the end of the day, here and there days later.
  mutating func recordingTime(after earlier: HistoryTime) -> HistoryTime {
    let minutes: Int =
      switch random.below(100) {
      case 0..<85: random.within(1...20)
      case 85..<95: random.within(60...540)
      default: random.within(1440...8640)
      }
    let recorded = now.adding(minutes: minutes).adding(milliseconds: random.below(60_000))
    return min(span.end, max(recorded, earlier))
  }

  /// The record refers to something that was recorded before.
  mutating func follow(_ known: Known) {
    guard let source else { return }
    self.source = max(source, known.at)
  }

  /// What is being recorded, for acts that will refer to it.
  func known(_ serial: Int) -> Known { Known(serial: serial, at: source ?? now) }

  /// The record is about a body, so it is recorded after the body was.
  mutating func follow(body: Int) {
    guard let source else { return }
    self.source = max(source, bodiesKnownAt[body])
  }

  /// The record refers to an entry, so it is recorded after the entry was.
  mutating func follow(_ slot: Int) {
    guard let source else { return }
    self.source = max(source, catalogue[slot].knownAt)
  }

  /// The record refers to an entry whose later changes would rule it out: they follow it.
  mutating func precedeChanges(of slot: Int) {
    follow(slot)
    if let source { catalogue.slots[slot].knownAt = source }
  }
}
