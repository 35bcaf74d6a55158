/// The data of one type of event.
///
/// Every type has a Swift type that follows from its schema (`Schemas/events`), with the same keys:
///
/// ```swift
/// let record = Record(
///   id: "p-1-bought", occurredAt: now, actor: department,
///   data: PurchaseCompleted(
///     purchase: "P-1", data: "企业征信数据", department: department, supplier: "…"))
/// ```
///
/// Whether the values are such as a line of input may hold is checked when the record is recorded.
public protocol EventPayload: Hashable, Sendable {
  /// The type of the event that carries it.
  static var type: EventType { get }
  /// The stream that the event belongs to.
  var stream: StreamName { get }
  /// The data as that of any event.
  var eventData: EventData { get }
}

/// Names of which a key of an event's data holds one.
public protocol EventChoice: RawRepresentable<String>, CaseIterable, Hashable, Sendable, Codable {
  /// The choice at a place among them, from 0; `nil` where there is none.
  init?(place: Int)
}
