import Dispatch
import LedgerArchive

/// Compresses full bundles beside the writer, which goes on meanwhile.
///
/// A bundle gets the higher effort when nothing else is waiting, which is always so but in bulk:
/// there the writer must not wait, and every other bundle or so is compressed the fast way.
final class BundleSealer {
  private static let queue = DispatchQueue(label: "govledger.sealing")

  private struct Job {
    let number: Int64
    let bundle: [UInt8]
    let sealed: BackgroundResult<[UInt8]>
  }

  /// How many bundles may wait, so that memory stays bounded.
  private static let longestQueue = 8

  private var jobs: [Job] = []
  private let store: (Int64, [UInt8]) throws -> Void

  /// Hands each sealed bundle to `store`, in order.
  init(store: @escaping (Int64, [UInt8]) throws -> Void) { self.store = store }

  /// Takes a full bundle.
  func add(_ bundle: [UInt8], number: Int64) throws {
    while jobs.first?.sealed.isDone == true { try storeFirst() }
    let effort = jobs.isEmpty ? LZ4Frame.Effort.high : .low
    let sealed = BackgroundResult(on: Self.queue) { try SealedBundle.seal(bundle, effort: effort) }
    jobs.append(Job(number: number, bundle: bundle, sealed: sealed))
    if jobs.count > Self.longestQueue { try storeFirst() }
  }

  /// A bundle that is not stored yet.
  func bundle(_ number: Int64) -> [UInt8]? { jobs.first { $0.number == number }?.bundle }

  /// Stores all that is waiting.
  func finish() throws { while !jobs.isEmpty { try storeFirst() } }

  /// Forgets what is waiting.
  func forget() { jobs.removeAll() }

  private func storeFirst() throws {
    let job = jobs.removeFirst()
    try store(job.number, try job.sealed.value())
  }
}
