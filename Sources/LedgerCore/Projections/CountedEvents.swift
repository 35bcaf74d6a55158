import WorkingDays

/// Which events of a log count at the times asked about, and what they are to a fold of tables that
/// takes no others.
package struct CountedEvents: Sendable {
  private let scope: AuditScope
  /// The streams whose first events do not count, and none yet that does.
  private var headless: Set<NameHash> = []

  /// Asks about times.
  package init(in scope: AuditScope) { self.scope = scope }

  /// The event as the fold takes it; `nil` when it does not count. Events come in the order of the log.
  package mutating func take(_ event: ViewedEvent) -> ViewedEvent? {
    guard scope.counts(event.view) else {
      if event.version == 0 { headless.insert(event.streamHash) }
      return nil
    }
    guard event.version > 0, event.form.act.mayOpen,
      headless.remove(event.streamHash) != nil
    else { return event }
    // What became known later does not make the row: the first that counts, and can make one, does.
    return event.stamped(position: event.position, version: 0, recordedAt: event.recordedAt)
  }
}
