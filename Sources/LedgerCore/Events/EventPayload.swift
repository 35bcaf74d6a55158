/// What every type's data can do: be read from canonical bytes, written to them, and name the
/// stream that it belongs to. Members are read and written in canonical order.
protocol EventPayload {
  init(reading reader: inout CanonicalReader) throws(LedgerError)
  func write(to writer: inout CanonicalWriter)
  var stream: StreamName { get }
}

extension CanonicalWriter {
  mutating func member(_ name: StaticString, _ value: Identifier) { member(name, value.text) }

  mutating func member(_ name: StaticString, _ value: Identifier?) { member(name, value?.text) }

  mutating func member(_ name: StaticString, _ values: [Identifier]) {
    member(name, values.map(\.text))
  }
}
