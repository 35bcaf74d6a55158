import Dispatch
import LedgerCore

/// Reads a log page by page on one connection, and makes something of the next pages on another core
/// while the caller works on the one before.
struct PagesAhead<Value: Sendable> {
  private static var pageSize: Int { 1024 }

  private let size: Int64
  private let page: (Int64, Int) throws -> LeafPage
  private let read: @Sendable (LeafPage) throws -> Value
  private var nextPage: Int64 = 0
  private var ahead: [(end: Int64, value: BackgroundResult<Value>)] = []
  /// The position after the pages that were given.
  private(set) var position: Int64 = 0

  /// Reads a log of some size through `page`, which gives the leaves from a position on, at most so
  /// many, and makes of them what `read` does.
  init(
    size: Int64, page: @escaping (Int64, Int) throws -> LeafPage,
    read: @escaping @Sendable (LeafPage) throws -> Value
  ) {
    self.size = size
    self.page = page
    self.read = read
  }

  /// What was made of the next page; `nil` at the end.
  mutating func next() throws -> Value? {
    while ahead.count < 2, nextPage < size {
      let leaves = try page(nextPage, Int(min(Int64(Self.pageSize), size - nextPage)))
      guard leaves.next > nextPage else {
        throw LedgerError(.damaged, "position \(nextPage) is missing from the log")
      }
      nextPage = leaves.next
      ahead.append((nextPage, BackgroundResult(on: .global()) { [read] in try read(leaves) }))
    }
    guard !ahead.isEmpty else { return nil }
    let first = ahead.removeFirst()
    position = first.end
    return try first.value.value()
  }
}
