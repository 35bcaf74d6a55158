import WorkingDays

/// Divisions change over time: the bundled list says which gave way to which, and when.
extension Division {
  /// A division that was abolished.
  struct Abolition {
    /// The first day on which it did not exist any more.
    let from: CivilDate
    /// The division of which its area is a part since.
    let successor: Division
  }

  /// The division that answers for this one's area on a day: itself, or the one that took its place.
  ///
  /// Bodies keep the division under which they were registered; whether two are of one level and
  /// place is asked of the division in force.
  func inForce(on day: CivilDate) -> Division {
    var division = self
    // A chain of successions has no cycle: each is later than the one before.
    var since = CivilDate.min
    while let abolition = Self.abolitions[division], since < abolition.from, abolition.from <= day {
      since = abolition.from
      division = abolition.successor
    }
    return division
  }

  /// The abolitions of the bundled list.
  static let abolitions: [Division: Abolition] = {
    guard let bytes = BundledFiles.bytes(of: "divisions"),
      case .array(let rows)? = (try? JSONValue(parsing: bytes))?["divisions"]
    else { return [:] }
    var abolitions: [Division: Abolition] = [:]
    for row in rows {
      guard case .string(let code)? = row["code"], let division = Division(code),
        case .string(let date)? = row["abolishedFrom"], let from = CivilDate(date),
        case .string(let successor)? = row["successor"], let successor = Division(successor)
      else { continue }
      abolitions[division] = Abolition(from: from, successor: successor)
    }
    return abolitions
  }()
}
