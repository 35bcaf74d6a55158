/// What is still to come, earliest first; of the same time, first inserted first.
///
/// The elements stay where they are put and only their times move in the heap, so that large ones
/// cost no more than small ones.
struct TimeQueue<Element: Sendable>: Sendable {
  private struct Place {
    let time: HistoryTime
    let sequence: UInt64
    let slot: Int

    func precedes(_ other: Place) -> Bool {
      (time.milliseconds, sequence) < (other.time.milliseconds, other.sequence)
    }
  }

  private var heap: [Place] = []
  private var elements: [Element?] = []
  private var freeSlots: [Int] = []
  private var inserted: UInt64 = 0

  var count: Int { heap.count }

  mutating func insert(_ element: Element, at time: HistoryTime) {
    let slot: Int
    if let free = freeSlots.popLast() {
      slot = free
      elements[slot] = element
    } else {
      slot = elements.count
      elements.append(element)
    }
    let place = Place(time: time, sequence: inserted, slot: slot)
    inserted += 1
    heap.append(place)
    rise(place)
  }

  /// Takes the first element, if it is not later than `time`.
  mutating func popFirst(through time: HistoryTime) -> (time: HistoryTime, element: Element)? {
    guard let first = heap.first, first.time <= time, let last = heap.popLast() else { return nil }
    if !heap.isEmpty { sink(last) }
    freeSlots.append(first.slot)
    return elements[first.slot].take().map { (first.time, $0) }
  }

  /// Moves a place that stands last up to where it belongs.
  private mutating func rise(_ place: Place) {
    var index = heap.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      guard place.precedes(heap[parent]) else { break }
      heap[index] = heap[parent]
      index = parent
    }
    heap[index] = place
  }

  /// Puts a place in at the root and moves it down to where it belongs.
  private mutating func sink(_ place: Place) {
    var index = 0
    while true {
      var child = 2 * index + 1
      guard child < heap.count else { break }
      if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
      guard heap[child].precedes(place) else { break }
      heap[index] = heap[child]
      index = child
    }
    heap[index] = place
  }
}
