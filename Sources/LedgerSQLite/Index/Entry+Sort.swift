extension [Entry] {
  /// Sorts entries that stand in the order of their positions; where several sorted runs stand one
  /// after the other, this merges them.
  ///
  /// It looks at the prefixes only, one byte at a time from the lowest. Each pass keeps the order of
  /// equals, so positions remain in order under each prefix. For runs of random hashes it is several
  /// times faster than `sort()`, for merging sixteen of them as fast as merging by comparison.
  mutating func sortByPrefix() {
    var places = Radix.places(of: self)
    var scratch = [Entry](repeating: Entry(bits: 0), count: count)
    for pass in 0..<Radix.passCount {
      Radix.distribute(self, by: pass, places: &places, into: &scratch)
      swap(&self, &scratch)
    }
  }
}

/// The steps of a sort by the digits of the prefix.
private enum Radix {
  static let digitBitCount = 8
  static let digitCount = 1 << digitBitCount
  static let passCount = HashPrefix.bitCount / digitBitCount

  /// The digit that a pass looks at.
  static func digit(_ pass: Int, of entry: Entry) -> Int {
    let shift = Entry.offsetBitCount + pass * digitBitCount
    return Int(truncatingIfNeeded: entry.bits &>> UInt64(shift)) & (digitCount - 1)
  }

  /// For each pass and digit, the place of the first entry with that digit.
  static func places(of entries: [Entry]) -> [Int] {
    var places = [Int](repeating: 0, count: passCount * digitCount)
    for entry in entries {
      for pass in 0..<passCount {
        places[pass * digitCount + digit(pass, of: entry)] += 1
      }
    }
    for pass in 0..<passCount {
      var next = 0
      for place in pass * digitCount..<(pass + 1) * digitCount {
        (places[place], next) = (next, next + places[place])
      }
    }
    return places
  }

  static func distribute(
    _ entries: [Entry], by pass: Int, places: inout [Int], into sorted: inout [Entry]
  ) {
    for entry in entries {
      let place = pass * digitCount + digit(pass, of: entry)
      sorted[places[place]] = entry
      places[place] += 1
    }
  }
}
