import Foundation
import LedgerCore
import Synchronization

/// Keeps what a long replay puts away in a temporary file, which has no name and so vanishes with
/// the last use of it.
package final class SpillFile: SpillSpace {
  private struct State {
    var descriptor: Int32?
    var size = 0
    var blocks: [Range<Int>] = []
  }

  private let state = Mutex(State())

  /// Nothing put away yet.
  package init() {}

  deinit {
    state.withLock { state in
      if let descriptor = state.descriptor { Foundation.close(descriptor) }
    }
  }

  package func append(_ block: [UInt8]) throws(LedgerError) -> Int {
    do {
      return try state.withLock { state in
        if state.descriptor == nil { state.descriptor = try Self.open() }
        try Self.write(block, state.descriptor ?? -1, at: state.size)
        state.blocks.append(state.size..<state.size + block.count)
        state.size += block.count
        return state.blocks.count - 1
      }
    } catch let error as LedgerError {
      throw error
    } catch {
      throw LedgerError(.inputOutput, "\(error)")
    }
  }

  package func block(at place: Int) -> [UInt8]? {
    let found: (Range<Int>, Int32)? = state.withLock { state in
      guard state.blocks.indices.contains(place), let descriptor = state.descriptor else {
        return nil
      }
      return (state.blocks[place], descriptor)
    }
    // What is written stays, so that several cores may read at once.
    return found.flatMap { Self.read($0, $1) }
  }

  private static func open() throws(LedgerError) -> Int32 {
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/govledger-replay-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { throw failure("cannot make a file in \(folder)") }
    unlink(path)
    return descriptor
  }

  private static func write(
    _ block: [UInt8], _ descriptor: Int32, at offset: Int
  ) throws(LedgerError) {
    var done = 0
    while done < block.count {
      let count = block.withUnsafeBytes { bytes in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
        return pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      }
      guard count > 0 || (count < 0 && errno == EINTR) else { throw failure("cannot write") }
      done += max(0, count)
    }
  }

  private static func read(_ range: Range<Int>, _ descriptor: Int32) -> [UInt8]? {
    let block = [UInt8](unsafeUninitializedCapacity: range.count) { bytes, done in
      while done < range.count {
        let rest = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(bytes)[done...])
        let count = pread(
          descriptor, rest.baseAddress, range.count - done, off_t(range.lowerBound + done))
        guard count > 0 || (count < 0 && errno == EINTR) else { return }
        done += max(0, count)
      }
    }
    return block.count == range.count ? block : nil
  }

  private static func failure(_ what: String) -> LedgerError {
    LedgerError(
      .inputOutput,
      "temporary file of the replay: \(what): \(String(cString: strerror(errno)))")
  }
}
