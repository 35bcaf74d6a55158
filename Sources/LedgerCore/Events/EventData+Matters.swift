extension EventType {
  /// Whether events of the type may be acts on other matters than that of their own stream.
  package var mayConcernOtherMatters: Bool {
    switch self {
    case .entryRevised, .entryRetired, .dataUsed: true
    default: false
    }
  }
}

extension EventData {
  /// The matters that an act is on besides that of its own stream: the trigger that a change of an
  /// entry answers (art. 16), the request under which data is used (art. 23).
  public var otherMatters: [StreamName] {
    guard type.mayConcernOtherMatters else { return [] }
    let matter: StreamName? =
      switch self {
      case .entryRevised(let data): data.trigger.map { StreamName(.updateTrigger, $0) }
      case .entryRetired(let data): data.trigger.map { StreamName(.updateTrigger, $0) }
      case .act(let act): act.identifier("request").map { StreamName(.shareRequest, $0) }
      default: nil
      }
    return matter.map { [$0] } ?? []
  }
}

extension Event {
  /// Whether the event is an act on a matter: by its own stream, or besides it.
  public func concerns(_ matter: StreamName) -> Bool {
    stream == matter || record.data.otherMatters.contains(matter)
  }
}
