import Dispatch
import LedgerArchive
import LedgerCore
import Synchronization

/// Compresses full bundles beside the writer, which goes on meanwhile.
///
/// A bundle gets the higher effort when nothing else is waiting, which is always so but in bulk:
/// there the writer must not wait, and every other bundle or so is compressed the fast way.
final class BundleSealer {
  private static let queue = DispatchQueue(label: "govledger.sealing")

  private final class Job: Sendable {
    let number: Int64
    let bundle: [UInt8]
    private let done = DispatchGroup()
    private let result = Mutex<Result<[UInt8], ArchiveError>?>(nil)

    init(_ bundle: [UInt8], number: Int64, effort: LZ4Frame.Effort) {
      self.number = number
      self.bundle = bundle
      BundleSealer.queue.async(group: done) { [self] in
        let sealed = Result { () throws(ArchiveError) in
          try SealedBundle.seal(bundle, effort: effort)
        }
        result.withLock { $0 = sealed }
      }
    }

    /// Whether the sealed bundle is there.
    var isDone: Bool { result.withLock { $0 != nil } }

    /// Waits for the sealed bundle.
    func sealed() throws -> [UInt8] {
      done.wait()
      guard let result = result.withLock({ $0 }) else {
        throw LedgerError(.inputOutput, "a bundle was not compressed")
      }
      return try result.get()
    }
  }

  /// How many bundles may wait, so that memory stays bounded.
  private static let longestQueue = 8

  private var jobs: [Job] = []
  private let store: (Int64, [UInt8]) throws -> Void

  /// Hands each sealed bundle to `store`, in order.
  init(store: @escaping (Int64, [UInt8]) throws -> Void) { self.store = store }

  /// Takes a full bundle.
  func add(_ bundle: [UInt8], number: Int64) throws {
    while jobs.first?.isDone == true { try storeFirst() }
    jobs.append(Job(bundle, number: number, effort: jobs.isEmpty ? .high : .low))
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
    try store(job.number, try job.sealed())
  }
}
