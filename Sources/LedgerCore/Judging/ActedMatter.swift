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
      rest.popFirst().map { Act(page: page, view: page.events[Int($0.place)]) }
    }
  }
}

extension ActedMatter {
  /// The type of an act, without a look at the rest of it.
  @inline(__always)
  func type(of act: ActPlace) -> EventType { page.events[Int(act.place)].type }

  func act(at place: ActPlace) -> Act { Act(page: page, view: page.events[Int(place.place)]) }

  /// The act at a position of the log.
  func act(atPosition position: Int64) -> Act? {
    places.first { page.events[Int($0.place)].position == position }.map(act(at:))
  }

  /// The first act of a type.
  func first(_ type: EventType) -> Act? {
    places.first { self.type(of: $0) == type }.map(act(at:))
  }

  /// Puts acts of a page into the world's order. Mostly they stand in it.
  static func sort(_ acts: inout ArraySlice<ActPlace>, in page: EventPage) {
    guard acts.count > 1 else { return }
    let moment = { (act: ActPlace) in page.events[Int(act.place)].moment }
    let isSorted = zip(acts, acts.dropFirst()).allSatisfy { moment($0) < moment($1) }
    if !isSorted { acts.sort { moment($0) < moment($1) } }
  }

  /// The same matter without the act at a position.
  func without(actAt position: Int64) -> ActedMatter {
    ActedMatter(
      page: page, category: category, name: name,
      places: places.filter { page.events[Int($0.place)].position != position }[...])
  }
}
