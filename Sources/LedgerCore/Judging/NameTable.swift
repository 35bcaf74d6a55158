/// A table from names to values, for millions of them: the entries stand side by side without gaps,
/// and a table of their places, with open addressing, finds them. A look-up touches two or three
/// lines of memory and counts no references.
struct NameTable<Value: Sendable>: Sendable {
  private struct Entry {
    let name: Name
    var value: Value
  }

  private static var smallestCapacity: Int { 64 }
  /// Stands for no entry.
  private static var empty: UInt32 { .max }

  private var entries: [Entry] = []
  private var places: [UInt32]
  private let key: UInt64

  init() {
    places = Array(repeating: Self.empty, count: Self.smallestCapacity)
    key = .random(in: .min ... .max)
  }

  /// How many names there are.
  var count: Int { entries.count }

  /// The value of a name; setting `nil` removes it.
  subscript(name: Name) -> Value? {
    get { place(at: slot(of: name)).map { entries[$0].value } }
    set {
      let slot = slot(of: name)
      switch (place(at: slot), newValue) {
      case (.some(let place), .some(let value)): entries[place].value = value
      case (.none, .some(let value)): insert(Entry(name: name, value: value), slot)
      case (.some(let place), .none): remove(place, slot)
      case (.none, .none): break
      }
    }
  }

  /// The value of a name; the given one, which it then has, where it has none.
  mutating func insert(_ value: Value, unlessKnown name: Name) -> Value {
    let slot = slot(of: name)
    if let place = place(at: slot) { return entries[place].value }
    insert(Entry(name: name, value: value), slot)
    return value
  }

  /// Changes the value of a name in place, if there is one, and gives what `change` returns.
  @discardableResult
  mutating func update<Result>(_ name: Name, _ change: (inout Value) -> Result) -> Result? {
    place(at: slot(of: name)).map { change(&entries[$0].value) }
  }

  /// Calls `body` with every name and value, in no particular order.
  func forEach(_ body: (Name, Value) throws -> Void) rethrows {
    for entry in entries { try body(entry.name, entry.value) }
  }

  private var mask: Int { places.count - 1 }

  @inline(__always)
  private func home(of name: Name) -> Int {
    Int(truncatingIfNeeded: name.hash(key: key)) & mask
  }

  @inline(__always)
  private func place(at slot: Int) -> Int? {
    let place = places[slot]
    return place == Self.empty ? nil : Int(place)
  }

  /// The slot of a name, or the empty one where it would go.
  @inline(__always)
  private func slot(of name: Name) -> Int {
    var slot = home(of: name)
    while let place = place(at: slot), entries[place].name != name { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func insert(_ entry: Entry, _ slot: Int) {
    places[slot] = UInt32(entries.count)
    entries.append(entry)
    guard entries.count * 3 > places.count * 2 else { return }
    places = Array(repeating: Self.empty, count: places.count * 2)
    for (place, entry) in entries.enumerated() {
      var slot = home(of: entry.name)
      while self.place(at: slot) != nil { slot = (slot + 1) & mask }
      places[slot] = UInt32(place)
    }
  }

  /// Removes an entry: the last one takes its place.
  private mutating func remove(_ place: Int, _ slot: Int) {
    if let last = entries.last, place < entries.count - 1 {
      places[self.slot(of: last.name)] = UInt32(place)
      entries[place] = last
    }
    entries.removeLast()
    close(slot)
  }

  /// Empties a slot and moves up those behind it that had been pushed on by it.
  private mutating func close(_ slot: Int) {
    var hole = slot
    var next = (slot + 1) & mask
    while let place = place(at: next) {
      let home = home(of: entries[place].name)
      // One may move to the hole unless its home lies between the hole and where it stands.
      if (next - home) & mask >= (next - hole) & mask {
        places[hole] = places[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    places[hole] = Self.empty
  }
}
