import LedgerArchive
import Testing
import TestSupport

extension SplitMix64 {
  mutating func entries(count: Int, upTo length: Int) -> [[UInt8]] {
    (0..<count).map { _ in
      bytes(count: Int.random(in: 0...length, using: &self), variety: 4)
    }
  }
}

/// The bytes written in hexadecimal digits.
func hex(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}

/// The error's code, or `nil` when nothing is thrown.
func code(of body: () throws(ArchiveError) -> some Any) -> ArchiveError.Code? {
  do {
    _ = try body()
    return nil
  } catch {
    return error.code
  }
}
