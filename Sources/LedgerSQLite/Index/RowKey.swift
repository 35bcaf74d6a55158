/// Names one stored row of an index: a chunk of a run's entries, or a run's filter.
///
/// Keys order by index, then level, then run; within a run the chunks come in order and the filter
/// last. An index writes the rows of each level in this order.
package struct RowKey: RawRepresentable, Hashable, Sendable {
  /// The key as a number that is never negative and orders as keys do: from the top 4 bits for the
  /// index, 4 for the level, 39 for the run and 16 for the part.
  package let rawValue: Int64

  /// The key with this number, or `nil` when it is negative.
  package init?(rawValue: Int64) {
    guard rawValue >= 0 else { return nil }
    self.rawValue = rawValue
  }

  /// The key of a part of a run. All four must be within the widths that ``rawValue`` gives them,
  /// as those of a valid ``IndexGeometry`` are.
  init(kind: UInt8, run: Run, part: Part) {
    rawValue =
      Int64(kind) << Self.kindShift | Int64(run.level) << Self.levelShift
      | run.number << Self.runShift | part.number
  }

  /// Which index the row belongs to, of those that share a storage.
  package var kind: UInt8 { UInt8(truncatingIfNeeded: rawValue >> Self.kindShift) }

  /// How often the row's run has been merged.
  package var level: Int { Int(rawValue >> Self.levelShift) & 0xf }

  /// The place of the row's run among the runs of its level, from 0.
  package var runNumber: Int64 { rawValue >> Self.runShift & Self.maximumRunNumber }

  var run: Run { Run(level: level, number: runNumber) }

  var part: Part { Part(number: rawValue & Part.maximumNumber) }

  static let maximumKind: UInt8 = 0xf
  static let maximumLevel = 0xf
  static let maximumRunNumber: Int64 = 1 << 39 - 1

  private static let runShift: Int64 = 16
  private static let levelShift: Int64 = runShift + 39
  private static let kindShift: Int64 = levelShift + 4
}

extension RowKey {
  /// What a row holds of its run.
  enum Part: Hashable, Sendable {
    /// The entries whose hashes begin with the chunk's number.
    case chunk(Int)
    /// The filter over all the run's entries.
    case filter

    static let maximumChunk = 0xfffe
    fileprivate static let maximumNumber: Int64 = 0xffff

    fileprivate init(number: Int64) {
      self = number == Self.maximumNumber ? .filter : .chunk(Int(number))
    }

    fileprivate var number: Int64 {
      switch self {
      case .chunk(let number): Int64(number)
      case .filter: Self.maximumNumber
      }
    }
  }
}

extension RowKey: Comparable {
  /// Whether a row comes before another.
  package static func < (left: RowKey, right: RowKey) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension RowKey: CustomStringConvertible {
  /// Such as `index 0, level 2, run 5, chunk 17`.
  package var description: String {
    let partName =
      switch part {
      case .chunk(let number): "chunk \(number)"
      case .filter: "filter"
      }
    return "index \(kind), level \(level), run \(runNumber), \(partName)"
  }
}
