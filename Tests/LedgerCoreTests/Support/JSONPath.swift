@testable import LedgerCore

/// A place in a value, and the value with that place changed.
struct JSONPath: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case key(String)
    case index(Int)
  }

  var steps: [Step] = []

  /// As error messages spell it: `obligations[1].start`.
  var text: String {
    steps.reduce("") { text, step in
      switch step {
      case .key(let key): text.isEmpty ? key : text + "." + key
      case .index(let index): text + "[\(index)]"
      }
    }
  }

  var parent: JSONPath { JSONPath(steps: Array(steps.dropLast())) }

  static func + (path: JSONPath, step: Step) -> JSONPath { JSONPath(steps: path.steps + [step]) }
}

extension JSONValue {
  /// Every place in this value but its root, outer ones first.
  func places(under path: JSONPath = JSONPath()) -> [JSONPath] {
    children.flatMap { step, child in [path + step] + child.places(under: path + step) }
  }

  private var children: [(JSONPath.Step, JSONValue)] {
    switch self {
    case .object(let members): members.map { (.key($0.key), $0.value) }
    case .array(let elements): elements.enumerated().map { (.index($0), $1) }
    default: []
    }
  }

  subscript(path: JSONPath) -> JSONValue? {
    path.steps.reduce(self) { (value: JSONValue?, step) in
      value?.children.first { $0.0 == step }?.1
    }
  }

  /// This value with a place changed; deleted when `new` is `nil`. A new key is added in order.
  func setting(_ path: JSONPath, to new: JSONValue?) -> JSONValue {
    guard let step = path.steps.first else { return new ?? .null }
    let rest = JSONPath(steps: Array(path.steps.dropFirst()))
    let changed = { (old: JSONValue?) in
      rest.steps.isEmpty ? new : (old ?? .null).setting(rest, to: new)
    }
    switch (self, step) {
    case (.object(let members), .key(let key)):
      let old = members.first { $0.key == key }?.value
      let others = members.filter { $0.key != key }
      let all = others + (changed(old).map { [Member(key: key, value: $0)] } ?? [])
      return .object(all.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) })
    case (.array(var elements), .index(let index)):
      let value = changed(elements[index])
      elements.replaceSubrange(index...index, with: value.map { [$0] } ?? [])
      return .array(elements)
    default: return self
    }
  }
}
