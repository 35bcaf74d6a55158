import Foundation

/// Bytes on disk for each event, beside its canonical JSON.
struct SizeJob: Job {
  let rows = ["bytes-per-event", "bytes-per-event-archive"]

  func run(on bench: Bench) async throws -> [Figure] {
    let path = try await bench.sealedLedger()
    let events = Double(bench.plan.events)
    bench.progress.show("bytes: reading every event")
    let json = Double(try await leafBytes(path, bench)) / events
    let database = try RivalDatabase(at: path)
    try database.checkpoint()
    let archive = try Subject.archiveBytesQueries.reduce(0) { try $0 + database.integer($1) }
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    let file = try found(attributes[.size] as? Int, "the ledger's file has no size")
    return [
      Figure(
        name: "bytes-per-event", what: "the ledger's file, projections off; canonical JSON",
        ours: Double(file) / events, rival: json, unit: "bytes", goal: .atMost(0.27)),
      Figure(
        name: "bytes-per-event-archive", what: "sealed bundles and tiles only; canonical JSON",
        ours: Double(archive) / events, rival: json, unit: "bytes", goal: nil),
    ]
  }

  private func leafBytes(_ path: String, _ bench: Bench) async throws -> Int {
    let ledger = try Subject.open(path)
    var (bytes, count) = (0, 0)
    try await LeafSource(ledger, events: bench.plan.events).forEachChunk { chunk in
      bytes += chunk.leafBytes
      count += chunk.rows.count
    }
    try ledger.close()
    try check(count == bench.plan.events, "found \(count) events")
    return bytes
  }
}
