/// A sorted and stored stretch of consecutive positions: the `number`-th of its level, from 0.
struct Run: Hashable, Sendable {
  let level: Int
  let number: Int64
}
