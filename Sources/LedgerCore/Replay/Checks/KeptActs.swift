import WorkingDays

/// The acts with a form whose checks wait for the end of the log: an act that is recorded later may
/// tell of an earlier day, and a body's registration may come after its act.
struct KeptActs: Sendable {
  /// One act, as far as checks ask.
  struct Kept: Sendable {
    let type: EventType
    let subject: Name
    let citation: Obligation.Citation
    /// The bodies that it names, in the order of its form's keys.
    let bodies: [BodyPlace]
    let choice: UInt8?
    let division: Division?
    /// Which of the texts that may be absent it states; empty for none.
    var stated: [Bool] = []
  }

  private(set) var all: [Kept] = []

  mutating func keep(_ act: Kept) { all.append(act) }

  /// Every act with those on the same thing, itself included.
  func groups(_ departments: BodyList) -> [[(kept: Kept, act: CheckedAct)]] {
    var places: [StreamName.Category: NameTable<Int>] = [:]
    var groups: [[(kept: Kept, act: CheckedAct)]] = []
    for kept in all {
      let category = kept.type.form.category
      let act = kept.checked(departments)
      if let place = places[category, default: NameTable()][kept.subject] {
        groups[place].append((kept, act))
      } else {
        places[category, default: NameTable()][kept.subject] = groups.count
        groups.append([(kept, act)])
      }
    }
    return groups
  }
}

extension KeptActs.Kept {
  /// What a check may ask.
  func checked(_ departments: BodyList) -> CheckedAct {
    CheckedAct(
      type: type, moment: citation.moment, bodies: bodies.map { departments[$0] },
      choice: choice.map(Int.init), division: division, stated: stated)
  }
}
