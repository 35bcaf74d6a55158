import WorkingDays

/// An event that is not the next of its stream.
package struct VersionGap: Sendable {
  package let position: Int64
  let stream: StreamName
  let found: Int64
  let expected: Int64

  package var error: LedgerError {
    .damaged(at: position, "version \(found) of \(stream), expected \(expected)")
  }
}

/// Acts put together by their matters, in the world's order.
struct ActsByMatter {
  let page: EventPage
  private var matters: [(category: StreamName.Category, name: TextRange)] = []
  /// Where the acts of each matter begin among `order`.
  private var starts: [Int] = []
  private var order: [ActedMatter.ActPlace] = []
  /// The first event that is not the next of its stream.
  private(set) var gap: VersionGap?

  /// Reads acts that ``PackedActs`` wrote in the order of the log.
  ///
  /// - Parameter bytes: with ``LeafPage/padding`` zeros at the end.
  /// - Throws: `damaged` when they are not what was written.
  init(_ bytes: [UInt8]) throws(LedgerError) {
    guard let (page, subjects) = PackedActsReader.read(bytes) else {
      throw LedgerError(.damaged, "acts that were put away are not what was written")
    }
    self.page = page
    let numbers = numberMatters(subjects)
    checkVersions(subjects, numbers)
    arrange(subjects, numbers)
  }

  /// Puts events together, in the order of the log.
  init(_ events: [Event]) throws(LedgerError) {
    var acts = PackedActs(capacity: events.count * 192)
    for event in events { acts.add(ViewedEvent(event).act) }
    try self.init(acts.padded)
  }

  /// Calls `body` with every matter, its acts in the world's order.
  func forEachMatter<Failure: Error>(
    _ body: (ActedMatter) throws(Failure) -> Void
  ) throws(Failure) {
    for (number, matter) in matters.enumerated() {
      try body(
        ActedMatter(
          page: page, category: matter.category, name: matter.name,
          places: order[starts[number]..<starts[number + 1]]))
    }
  }

  /// Gives each matter a number, and says which that of each act is.
  private mutating func numberMatters(_ subjects: [PackedActsReader.Subject]) -> [Int] {
    var tables = MatterTables()
    var numbers: [Int] = []
    numbers.reserveCapacity(subjects.count)
    page.withText { text in
      for subject in subjects {
        let name =
          text.start(of: subject.name).map {
            Name(padded: $0, count: Int(subject.name.count))
          } ?? .none
        let next = matters.count
        let number = tables.number(of: name, subject.category, next)
        if number == next { matters.append((subject.category, subject.name)) }
        numbers.append(number)
      }
    }
    return numbers
  }

  /// The versions of every stream ascend from 0 by one, in the order of the log.
  private mutating func checkVersions(
    _ subjects: [PackedActsReader.Subject], _ numbers: [Int]
  ) {
    var versions = [Int64](repeating: 0, count: matters.count)
    for (place, subject) in subjects.enumerated() where !subject.isOther {
      let (number, view) = (numbers[place], page.events[place])
      guard view.version == versions[number] else {
        let stream = StreamName(subject.category, page.identifier(subject.name))
        gap = VersionGap(
          position: view.position, stream: stream, found: view.version, expected: versions[number])
        return
      }
      versions[number] += 1
    }
  }

  /// Puts the acts of each matter side by side, in the world's order.
  private mutating func arrange(_ subjects: [PackedActsReader.Subject], _ numbers: [Int]) {
    var counts = [Int](repeating: 0, count: matters.count + 1)
    for number in numbers { counts[number + 1] += 1 }
    for number in matters.indices { counts[number + 1] += counts[number] }
    starts = counts
    order = Array(
      repeating: ActedMatter.ActPlace(place: 0, isOfOther: false), count: subjects.count)
    for (place, number) in numbers.enumerated() {
      order[counts[number]] = .init(
        place: UInt32(truncatingIfNeeded: place), isOfOther: subjects[place].isOther)
      counts[number] += 1
    }
    for number in matters.indices {
      ActedMatter.sort(&order[starts[number]..<starts[number + 1]], in: page)
    }
  }
}

/// The numbers of matters, by their categories and names.
private struct MatterTables {
  private var tables: [(category: StreamName.Category, numbers: NameTable<Int>)] = []

  /// The number of a name; the next, which it then has, where it has none.
  mutating func number(of name: Name, _ category: StreamName.Category, _ next: Int) -> Int {
    guard let place = tables.firstIndex(where: { $0.category == category }) else {
      tables.append((category, NameTable()))
      return number(of: name, category, next)
    }
    return tables[place].numbers.insert(next, unlessKnown: name)
  }
}
