/// A matter and the acts on it, in the world's order.
struct ActedMatter: Sequence {
  let page: EventPage
  let category: StreamName.Category
  /// Its name in the page.
  let name: TextRange
  /// Where the acts stand in the page.
  let places: ArraySlice<ActPlace>

  /// Where an act stands, and whether it is an act of another stream.
  struct ActPlace {
    let place: UInt32
    let isOfOther: Bool
  }

  func makeIterator() -> Iterator { Iterator(page: page, rest: places) }

  struct Iterator: IteratorProtocol {
    let page: EventPage
    var rest: ArraySlice<ActPlace>

    mutating func next() -> Act? {
      guard let next = rest.popFirst() else { return nil }
      return Act(page: page, view: page.events[Int(next.place)])
    }
  }
}

extension ActedMatter {
  /// The matter that all of some acts are acts on; `nil` when there are none.
  ///
  /// - Throws: `damaged` when they are not what was written.
  init?(_ acts: PackedActs) throws(LedgerError) {
    guard let (page, subjects) = PackedActsReader.read(acts.padded) else {
      throw LedgerError(.damaged, "acts that were remembered are not what was written")
    }
    guard let first = subjects.first else { return nil }
    var places = subjects.enumerated().map { place, subject in
      ActPlace(place: UInt32(truncatingIfNeeded: place), isOfOther: subject.isOther)
    }
    let moment = { (act: ActPlace) in page.events[Int(act.place)].moment }
    places.sort { moment($0) < moment($1) }
    self.init(page: page, category: first.category, name: first.name, places: places[...])
  }

  /// The same matter without the act at a position.
  func without(actAt position: Int64) -> ActedMatter {
    ActedMatter(
      page: page, category: category, name: name,
      places: places.filter { page.events[Int($0.place)].position != position }[...])
  }
}
