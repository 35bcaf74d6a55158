extension EventType {
  /// Whether events of the type may be acts on other matters than that of their own stream.
  package var mayConcernOtherMatters: Bool { form.actsOn != nil }
}

extension EventData {
  /// The matters that an act is on besides that of its own stream: the trigger that a change of an
  /// entry answers (art. 16), the request under which data is used (art. 23).
  public var otherMatters: [StreamName] {
    let form = type.form
    guard let (category, place) = form.actsOn, let matter = identifier(form.keys[place].key) else {
      return []
    }
    return [StreamName(category, matter)]
  }
}

extension Event {
  /// Whether the event is an act on a matter: by its own stream, or besides it.
  public func concerns(_ matter: StreamName) -> Bool {
    stream == matter || record.data.otherMatters.contains(matter)
  }
}
