import Dispatch
import LedgerCore

/// Reads a log's events page by page on one connection, and reads the next page strictly on another
/// core while the caller works on the one before.
struct EventReader {
  private static let pageSize = 1024

  private let size: Int64
  private let page: (Int64, Int) throws -> LeafPage
  private var nextPage: Int64 = 0
  private var ahead: [BackgroundResult<[Event]>] = []
  /// The position after the events that were given.
  private(set) var position: Int64 = 0

  /// Reads a log of some size through `page`, which gives the leaves from a position on, at most so
  /// many.
  init(size: Int64, page: @escaping (Int64, Int) throws -> LeafPage) {
    self.size = size
    self.page = page
  }

  /// The next events; `nil` at the end.
  mutating func next() throws -> [Event]? {
    while ahead.count < 2, nextPage < size {
      let leaves = try page(nextPage, Int(min(Int64(Self.pageSize), size - nextPage)))
      guard leaves.next > nextPage else {
        throw LedgerError(.damaged, "position \(nextPage) is missing from the log")
      }
      ahead.append(BackgroundResult(on: .global()) { try leaves.events() })
      nextPage = leaves.next
    }
    guard !ahead.isEmpty else { return nil }
    let events = try ahead.removeFirst().value()
    position += Int64(events.count)
    return events
  }
}
