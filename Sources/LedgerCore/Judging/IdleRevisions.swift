/// The revisions of an entry that change nothing: what they state is what was stated before. They are no
/// update (art. 16; rulings.md, R16): a review says that nothing changes.
enum IdleRevisions {
  /// Calls `body` with every revision for a trigger that changes nothing.
  ///
  /// - Parameter acts: the registration of an entry and the revisions of it that count, in any order.
  static func forEach(among acts: [Act], _ body: (Act) -> Void) {
    guard acts.contains(where: { $0.isForTrigger }),
      let registration = acts.first(where: { $0.type == .catalogEntryRegistered })
    else { return }
    let ordered = acts.sorted { $0.moment < $1.moment }
    for (place, revision) in ordered.enumerated() where revision.isForTrigger {
      // Before it was registered an entry is what it was registered as.
      let earlier =
        revision.moment < registration.moment ? [] : ordered[..<place]
      let isIdle = revision.statedKeys.allSatisfy { key in
        let last = earlier.last { $0.has(key) } ?? registration
        return last.digest(of: key) == revision.digest(of: key)
      }
      if isIdle { body(revision) }
    }
  }
}

extension Act {
  fileprivate var isForTrigger: Bool { type == .catalogEntryRevised && has(.trigger) }

  /// The keys with which it says what its entry is.
  fileprivate var statedKeys: [DataKey] { form.entryKeys.filter { has($0) } }

  fileprivate func digest(of key: DataKey) -> UInt64? {
    page.withText { page.value(key, of: view).digest($0) }
  }
}

extension EventForm {
  /// The keys that say what an entry is, of acts on one.
  var entryKeys: [DataKey] { keys.map(\.key).filter { $0 != .entry && $0 != .trigger } }
}
