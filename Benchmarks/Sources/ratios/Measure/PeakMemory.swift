import Foundation

/// The most memory that this process has had.
enum PeakMemory {
  /// In units of 1,000,000 bytes, resident.
  static func megabytes() throws -> Double {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let kibibytes = line.flatMap { $0.split(whereSeparator: \.isWhitespace).dropFirst().first }
    return try found(kibibytes.flatMap { Double($0) }, "the kernel tells no peak memory") * 1024
      / 1_000_000
  }
}
