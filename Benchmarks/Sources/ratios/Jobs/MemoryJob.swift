import Foundation

/// The memory that a process needs which does nothing but audit a ledger.
struct MemoryJob: Job {
  let rows = ["replay-memory"]

  func run(on bench: Bench) async throws -> [Figure] {
    let path = try await bench.sealedLedger()
    bench.progress.show("memory: auditing in a process of its own")
    let output = Pipe()
    let child = Process()
    child.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    child.arguments = [ReplayChild.name, path]
    child.standardOutput = output
    try child.run()
    let answer = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    child.waitUntilExit()
    try check(child.terminationStatus == 0, "the auditing process failed")
    let parts = answer.split(whereSeparator: \.isWhitespace)
    try check(parts.count == 2, "the auditing process answered: \(answer)")
    try check(Int(parts[0]) == bench.plan.events, "the audit saw \(parts[0]) events")
    let megabytes = try found(Double(parts[1]), "no number: \(parts[1])")
    return [
      Figure(
        name: "replay-memory", what: "peak memory of an audit of \(bench.plan.events) events",
        ours: megabytes, rival: nil, unit: "MB", goal: .below(300))
    ]
  }
}
