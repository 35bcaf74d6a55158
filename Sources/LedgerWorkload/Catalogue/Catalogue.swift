import LedgerCore

/// An entry as an act refers to it: its place may by then belong to another.
struct EntryReference: Hashable, Sendable {
  let slot: Int
  /// The entry's own number, never used again.
  let serial: Int
}

/// The current entries of all bodies. What is retired is forgotten, and its place is used again.
struct Catalogue: Sendable {
  /// What the history needs to know of an entry.
  struct Slot: Sendable {
    var serial = 0
    var body = 0
    /// Which of the body's data sets it describes.
    var dataSet = 0
    var sharing = SharingType.unconditional
    var openness = Openness.notOpen
    var isCurrent = false
    /// Its place in `conditional`, if it is there.
    var conditionalIndex = 0
    /// When the source system recorded the last act that later acts on it must follow.
    var knownAt = HistoryTime.start
  }

  var slots: [Slot] = []
  private var freeSlots: [Int] = []
  /// The slots of the entries that can be requested (有条件共享).
  private var conditional: [Int] = []
  private var byBody: [[Int]]
  private var registered: [Int]
  private var lastSerial = 0

  init(bodies: Int) {
    byBody = Array(repeating: [], count: bodies)
    registered = Array(repeating: 0, count: bodies)
  }

  subscript(slot: Int) -> Slot { slots[slot] }

  func entry(in slot: Int) -> EntryReference {
    EntryReference(slot: slot, serial: slots[slot].serial)
  }

  /// Whether there are nearly as many current entries as places, so that one may go.
  var canShrink: Bool { freeSlots.count * 10 < slots.count && freeSlots.count + 1 < slots.count }

  func isCurrent(_ entry: EntryReference) -> Bool {
    slots[entry.slot].isCurrent && slots[entry.slot].serial == entry.serial
  }

  /// The slots of a body's current entries.
  func entries(of body: Int) -> [Int] { byBody[body] }

  mutating func register(
    for body: Int, sharing: SharingType, openness: Openness
  ) -> EntryReference {
    let index = freeSlots.popLast() ?? slots.count
    if index == slots.count { slots.append(Slot()) }
    lastSerial += 1
    slots[index] = Slot(
      serial: lastSerial, body: body, dataSet: registered[body], openness: openness,
      isCurrent: true)
    registered[body] += 1
    byBody[body].append(index)
    change(index, to: sharing)
    return EntryReference(slot: index, serial: lastSerial)
  }

  mutating func change(_ slot: Int, to sharing: SharingType) {
    if slots[slot].sharing == .conditional { removeConditional(slot) }
    slots[slot].sharing = sharing
    guard sharing == .conditional else { return }
    slots[slot].conditionalIndex = conditional.count
    conditional.append(slot)
  }

  mutating func retire(_ slot: Int) {
    change(slot, to: .unconditional)
    slots[slot].isCurrent = false
    let body = slots[slot].body
    if let index = byBody[body].firstIndex(of: slot) { byBody[body].remove(at: index) }
    freeSlots.append(slot)
  }

  /// Any entry that can be requested, some more popular than others; `nil` when there is none.
  func requestable(_ random: inout RandomSource) -> Int? {
    guard !conditional.isEmpty else { return nil }
    return conditional[min(random.below(conditional.count), random.below(conditional.count))]
  }

  private mutating func removeConditional(_ slot: Int) {
    let index = slots[slot].conditionalIndex
    let last = conditional.removeLast()
    guard last != slot else { return }
    conditional[index] = last
    slots[last].conditionalIndex = index
  }
}
