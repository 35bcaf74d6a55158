/// A set of types of event, by their numbers.
package struct TypeSet: Hashable, Sendable {
  /// A bit for each number that a type can have.
  package var words = SIMD4<UInt64>()

  /// No types.
  package init() {}

  /// The types of these numbers.
  package init(_ numbers: some Sequence<UInt8>) { for number in numbers { insert(number) } }

  /// Adds the type of a number.
  package mutating func insert(_ number: UInt8) {
    words[Int(number >> 6)] |= 1 << UInt64(number & 63)
  }

  /// Whether the type of a number is in it.
  package func contains(_ number: UInt8) -> Bool {
    words[Int(number >> 6)] >> UInt64(number & 63) & 1 == 1
  }

  /// Adds the types of another set.
  package mutating func formUnion(_ other: TypeSet) { words |= other.words }
}
