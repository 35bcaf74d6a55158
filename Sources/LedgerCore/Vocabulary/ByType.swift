/// A value for each type of event.
struct ByType<Value: Sendable>: Sendable {
  private let values: [Value]

  init(_ value: (EventType) throws -> Value) rethrows {
    values = try EventForm.all.map { try value($0.type) }
  }

  subscript(type: EventType) -> Value { values[Int(type.number) - 1] }
}
