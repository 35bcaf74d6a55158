/// A body that takes the place of one that ends (`body.succeeded`).
public struct Successor: Hashable, Sendable {
  /// The body.
  public var department: BodyCode
  /// The catalogue entries that it takes over; `nil` for whatever no other's scope lists.
  public var scope: [Identifier]?

  /// Names a body, and what it takes over.
  public init(department: BodyCode, scope: [Identifier]? = nil) {
    self.department = department
    self.scope = scope
  }
}

extension CanonicalReader {
  /// The bodies that take a body's place: at least one.
  mutating func successors(_ name: StaticString) throws(LedgerError) -> [Successor] {
    try member(name) { reader throws(LedgerError) in
      let successors = try reader.list { reader throws(LedgerError) in
        try reader.openObject()
        let department: BodyCode = try reader.value("department")
        let scope: [Identifier]? = try reader.optionalList("scope", orEmpty: false)
        try reader.closeObject()
        return Successor(department: department, scope: scope)
      }
      guard !successors.isEmpty else {
        throw .malformed(nil, found: "an empty list", expected: "at least one successor")
      }
      return successors
    }
  }
}

extension CanonicalWriter {
  mutating func member(_ name: StaticString, _ successors: [Successor]) {
    key(name)
    value(Successor.json(successors))
  }
}

extension Successor {
  /// The bodies as JSON.
  static func json(_ successors: [Successor]) -> JSONValue {
    .array(
      successors.map { successor in
        var members = [
          JSONValue.Member(key: "department", value: .string(successor.department.description))
        ]
        if let scope = successor.scope {
          members.append(
            .init(key: "scope", value: .array(scope.map { .string($0.text) })))
        }
        return .object(members)
      })
  }
}
