import LedgerCore

/// What history to generate.
public struct WorkloadSettings: Hashable, Sendable {
  /// How many records, exactly.
  public var events: Int
  /// Which history of that size: the same seed gives the same bytes.
  public var seed: UInt64
  /// Whether the history comes from another system.
  ///
  /// An import states `sourceRecordedAt` and holds a few acts that violate the law. Otherwise every
  /// record is one that `record` accepts live, in this order.
  public var asImport: Bool
  /// The share of the matters that get an unlawful act, from 0 to 1.
  ///
  /// Matters are entries of the catalogue, update triggers and all that begins of its own accord, such
  /// as share requests and projects, from the first day of Order 329 on. The unlawful acts are of all
  /// kinds that an audit finds under one of the bundled rule books: those of the later books from their
  /// first day on. Live they would be refused, so a history with any is another system's, whatever
  /// `asImport` says. At 0 an import holds the few that it does without being asked.
  public var unlawful: Double
  /// How many bodies, exactly; `nil` for as many as suit the number of records.
  public var bodies: Int?
  /// How many catalogue entries are registered, exactly; `nil` for as many as suit the number of
  /// records.
  public var entries: Int?
  /// The year into which all acts fall; `nil` for 2020 to 2026.
  ///
  /// The bodies and their catalogues are then registered in the first days of January. The year
  /// 2026 ends with 30 June.
  public var year: Int?

  /// Asks for a history. A negative number of events counts as none.
  public init(
    events: Int, seed: UInt64, asImport: Bool = false, unlawful: Double = 0, bodies: Int? = nil,
    entries: Int? = nil, year: Int? = nil
  ) {
    self.events = events
    self.seed = seed
    self.asImport = asImport
    self.unlawful = unlawful
    self.bodies = bodies
    self.entries = entries
    self.year = year
  }

  /// Refuses settings that no history can meet.
  ///
  /// - Throws: `malformed` with the setting's name as its path; `notFound` when the program was built
  ///   without its list of divisions.
  public func validate() throws(LedgerError) {
    if !(0...1).contains(unlawful) {
      throw Self.fault("unlawful", unlawful, "a share from 0 to 1")
    }
    if let year, !Span.years.contains(year) {
      throw Self.fault("year", year, "a year from 2020 to 2026")
    }
    if let bodies {
      let range = BodyDirectory.fewest...BodyDirectory.capacity(of: try ListedDivision.bundled())
      if !range.contains(bodies) {
        throw Self.fault("bodies", bodies, "\(range.lowerBound) to \(range.upperBound) bodies")
      }
      if bodies > events {
        throw Self.fault("bodies", bodies, "at most one for each of \(events) events")
      }
    }
    guard let entries else { return }
    if entries < 1 { throw Self.fault("entries", entries, "1 entry or more") }
    let bodies = Scale(self).bodies
    let most = max(0, events - bodies)
    if entries > most {
      throw Self.fault(
        "entries", entries, "at most \(most), for \(events) events and \(bodies) bodies")
    }
  }

  /// Whether the records are those of another system.
  var isImport: Bool { asImport || unlawful > 0 }

  private static func fault(
    _ path: String, _ found: some CustomStringConvertible, _ expected: String
  ) -> LedgerError {
    LedgerError(.malformed, "found \(found), expected \(expected)", path: path)
  }
}
