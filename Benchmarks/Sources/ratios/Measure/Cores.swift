import CCores
import Foundation

/// Which of the machine's cores this process may run on.
struct Cores {
  /// A bit for each core.
  private let mask: [UInt8]

  /// Those on which the calling thread may run.
  static func allowed() throws -> Cores {
    var mask = [UInt8](repeating: 0, count: 128)
    try check(cores_get(0, &mask, mask.count) == 0, "the kernel does not tell the cores")
    return Cores(mask: mask)
  }

  /// How many they are.
  var count: Int { mask.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Runs work with every thread of the process held to one core, and frees them afterwards.
  ///
  /// Threads that are started meanwhile inherit the limit, so that work on "one core" is that by
  /// the kernel's word, whatever it does inside.
  static func holdingToOne(_ work: () async throws -> Void) async throws {
    let before = try allowed()
    try before.first.holdAllThreads()
    do {
      try await work()
    } catch {
      try before.holdAllThreads()
      throw error
    }
    try before.holdAllThreads()
  }

  private var first: Cores {
    var mask = [UInt8](repeating: 0, count: mask.count)
    if let index = self.mask.firstIndex(where: { $0 != 0 }) {
      mask[index] = 1 << self.mask[index].trailingZeroBitCount
    }
    return Cores(mask: mask)
  }

  private func holdAllThreads() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task") {
      guard let thread = Int32(name) else { continue }
      // A thread may have ended meanwhile; that is no error.
      let code = cores_set(thread, mask, mask.count)
      try check(code == 0 || code == ESRCH, "threads cannot be held to a core")
    }
  }
}
