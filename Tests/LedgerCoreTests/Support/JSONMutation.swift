@testable import LedgerCore

// Every way of changing one thing in a value: what a strict reader is tried with.

extension JSONValue {
  /// Whether the members of this object, and of all inside, are in canonical order.
  var isSorted: Bool {
    switch self {
    case .object(let members):
      zip(members, members.dropFirst()).allSatisfy {
        $0.key.utf16.lexicographicallyPrecedes($1.key.utf16)
      } && members.allSatisfy(\.value.isSorted)
    case .array(let elements): elements.allSatisfy(\.isSorted)
    default: true
    }
  }

  /// This value with one object in it, itself included, changed in each of the ways given.
  private func changingAnObject(
    _ change: ([Member]) -> [[Member]]
  ) -> [JSONValue] {
    switch self {
    case .array(let elements):
      return elements.indices.flatMap { index in
        elements[index].changingAnObject(change).map { changed in
          var elements = elements
          elements[index] = changed
          return .array(elements)
        }
      }
    case .object(let members):
      let inside = members.indices.flatMap { index in
        members[index].value.changingAnObject(change).map { changed in
          var members = members
          members[index] = Member(key: members[index].key, value: changed)
          return JSONValue.object(members)
        }
      }
      return change(members).map { .object($0) } + inside
    default: return []
    }
  }

  var withMembersSwapped: [JSONValue] {
    changingAnObject { members in
      members.indices.dropLast().map { index in
        var members = members
        members.swapAt(index, index + 1)
        return members
      }
    }
  }

  var withMembersRemoved: [JSONValue] {
    changingAnObject { members in
      members.indices.map { index in
        var members = members
        members.remove(at: index)
        return members
      }
    }
  }

  func withMemberAdded(_ member: Member) -> [JSONValue] {
    changingAnObject { members in
      let all = members + [member]
      return [all.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }]
    }
  }
}
