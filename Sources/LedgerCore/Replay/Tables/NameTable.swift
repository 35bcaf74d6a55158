/// A table from names to values, for millions of them: open addressing in one plain array, so that
/// a look-up touches a line or two of memory and counts no references.
struct NameTable<Value: Sendable>: Sendable {
  private struct Slot {
    var name: Name
    var value: Value?

    @inline(__always)
    mutating func changeValue<Result>(_ change: (inout Value) -> Result) -> Result? {
      guard var known = value else { return nil }
      let result = change(&known)
      value = known
      return result
    }
  }

  private static var smallestCapacity: Int { 64 }

  private var slots: [Slot]
  private let key: UInt64

  /// How many names there are.
  private(set) var count = 0

  init() {
    slots = Array(repeating: Slot(name: .none, value: nil), count: Self.smallestCapacity)
    key = .random(in: .min ... .max)
  }

  /// The value of a name; setting `nil` removes it.
  subscript(name: Name) -> Value? {
    get { slots[slot(of: name)].value }
    set {
      let slot = slot(of: name)
      if let newValue {
        insert(newValue, name, slot)
      } else if slots[slot].value != nil {
        remove(slot)
      }
    }
  }

  /// Changes the value of a name in place, if there is one, and gives what `change` returns.
  @discardableResult
  mutating func update<Result>(_ name: Name, _ change: (inout Value) -> Result) -> Result? {
    slots[slot(of: name)].changeValue(change)
  }

  /// Reads where a name would be, so that it is in the processor's cache when it is looked up soon;
  /// many such reads wait for memory at the same time. What it gives means nothing.
  @inline(__always)
  func touch(_ name: Name) -> Bool { slots[home(of: name)].name == name }

  /// Calls `body` with every name and value, in no particular order.
  func forEach(_ body: (Name, Value) throws -> Void) rethrows {
    for slot in slots {
      if let value = slot.value { try body(slot.name, value) }
    }
  }

  private var mask: Int { slots.count - 1 }

  @inline(__always)
  private func home(of name: Name) -> Int {
    Int(truncatingIfNeeded: name.hash(key: key)) & mask
  }

  /// The slot of a name, or the empty one where it would go.
  @inline(__always)
  private func slot(of name: Name) -> Int {
    var slot = home(of: name)
    // Names of empty slots are `none`, which no identifier has.
    while slots[slot].name != name, slots[slot].value != nil { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func insert(_ value: Value, _ name: Name, _ slot: Int) {
    let isNew = slots[slot].value == nil
    slots[slot].value = value
    guard isNew else { return }
    slots[slot].name = name
    count += 1
    if count * 3 > slots.count * 2 { grow() }
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(name: .none, value: nil), count: old.count * 2)
    for entry in old where entry.value != nil { slots[slot(of: entry.name)] = entry }
  }

  /// Empties a slot and moves up those behind it that had been pushed on by it.
  private mutating func remove(_ slot: Int) {
    var hole = slot
    var next = (slot + 1) & mask
    while slots[next].value != nil {
      let home = home(of: slots[next].name)
      // A value may move to the hole unless its home lies between the hole and where it stands.
      if (next - home) & mask >= (next - hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole] = Slot(name: .none, value: nil)
    count -= 1
  }
}
