extension EventType {
  /// Whether events of the type name the entries that a matter is about.
  package var namesEntries: Bool { form.entriesOfMatter != nil }

  /// Whether events of the type may concern other matters than that of their own stream.
  package var mayConcernOtherMatters: Bool {
    form.actsOn != nil || form.entriesOfMatter != nil
  }
}

extension EventData {
  /// The matters that an act concerns besides that of its own stream: the trigger that a change of an
  /// entry answers (art. 16), the request under which data is used (art. 23), the entries that are
  /// asked for or to be updated.
  public var otherMatters: [StreamName] {
    let form = type.form
    var matters: [StreamName] = []
    if let (category, place) = form.actsOn, let matter = identifier(form.keys[place].key) {
      matters.append(StreamName(category, matter))
    }
    switch form.entriesOfMatter.flatMap(value(of:)) {
    case .identifier(let entry): matters.append(StreamName(.catalogEntry, entry))
    case .identifiers(let entries): matters += entries.map { StreamName(.catalogEntry, $0) }
    default: break
    }
    return matters
  }
}

extension Event {
  /// Whether the event concerns a matter: by its own stream, or besides it.
  public func concerns(_ matter: StreamName) -> Bool {
    stream == matter || record.data.otherMatters.contains(matter)
  }
}
