/// Which events to read, and how many.
public struct EventQuery: Hashable, Sendable {
  /// The direction of reading.
  public enum Order: Hashable, Sendable {
    /// From older to newer.
    case forward
    /// From newer to older.
    case backward
  }

  /// Only events of this stream; `nil` for all.
  public var stream: StreamName?
  /// Only acts on this matter: the events of its stream, and those of others that are about it as well,
  /// such as the revision of an entry that answers an update trigger (art. 16); `nil` for all.
  public var matter: StreamName?
  /// Only events of this type; `nil` for all.
  public var type: EventType?
  /// The position to begin at, itself included; `nil` for the end that the order begins with.
  public var from: Int64?
  /// The direction.
  public var order: Order
  /// The most events to return.
  public var limit: Int

  /// Asks for events.
  public init(
    stream: StreamName? = nil, matter: StreamName? = nil, type: EventType? = nil,
    from: Int64? = nil, order: Order = .forward, limit: Int = 1000
  ) {
    self.stream = stream
    self.matter = matter
    self.type = type
    self.from = from
    self.order = order
    self.limit = limit
  }
}

extension Ledger {
  /// Reads a page of events. No cursor is held: ask again from the position after the last.
  ///
  /// - Throws: ``LedgerError`` with `damaged` when stored bytes are not events.
  public func events(_ query: EventQuery) async throws -> [Event] {
    guard query.limit > 0 else { return [] }
    if let stream = query.stream {
      return Self.page(of: try await store.events(in: stream), query)
    }
    if let matter = query.matter {
      return Self.page(of: try await store.events(ofMatter: matter), query)
    }
    if let type = query.type {
      return try await store.events(
        of: type, in: query.positions, newestFirst: query.order == .backward, limit: query.limit)
    }
    return try await scan(query)
  }

  /// What a query wants of the events of a stream or a matter.
  private static func page(of all: [Event], _ query: EventQuery) -> [Event] {
    var events = all.filter(query.matches)
    switch query.order {
    case .forward:
      events.removeAll { $0.position < query.from ?? 0 }
    case .backward:
      events.removeAll { $0.position > query.from ?? Int64.max }
      events.reverse()
    }
    return Array(events.prefix(query.limit))
  }

  private func scan(_ query: EventQuery) async throws -> [Event] {
    let pageSize = min(query.limit, 4096)
    var rest = query.positions.clamped(to: 0..<(try await store.size()))
    var events: [Event] = []
    while events.count < query.limit, !rest.isEmpty {
      let count = min(Int64(pageSize), rest.upperBound - rest.lowerBound)
      let first = query.order == .forward ? rest.lowerBound : rest.upperBound - count
      let page = try await store.pages(in: first..<first + count).flatMap { try $0.events() }
      switch query.order {
      case .forward:
        events += page
        rest = (first + count)..<rest.upperBound
      case .backward:
        events += page.reversed()
        rest = rest.lowerBound..<first
      }
    }
    return Array(events.prefix(query.limit))
  }

  /// The leaves of the log from a position on, as the bytes that are stored and hashed; at most
  /// `limit`, and fewer where they are long. Empty at the end of the log.
  ///
  /// - Throws: ``LedgerError`` with `damaged` when stored bundles are not what was recorded.
  public func leaves(from position: Int64, limit: Int = 1000) async throws -> LeafPage {
    try await store.page(from: position, limit: limit)
  }
}

extension EventQuery {
  fileprivate func matches(_ event: Event) -> Bool {
    (type == nil || event.type == type) && (matter.map(event.concerns) ?? true)
  }

  /// The positions from the one to begin at, in the direction of reading.
  fileprivate var positions: Range<Int64> {
    switch order {
    case .forward: (from ?? 0)..<Int64.max
    case .backward: Int64.min..<(from.map { $0 < Int64.max ? $0 + 1 : $0 } ?? Int64.max)
    }
  }
}
