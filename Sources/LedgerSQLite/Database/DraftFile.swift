import Foundation
import LedgerCore

/// A new, empty file beside the place that it is meant for. Its name is used by nobody else, whatever
/// processes that were killed have left behind.
package struct DraftFile {
  /// The draft's path.
  package let path: String
  /// Open for writing; whoever makes the draft closes it.
  package let descriptor: Int32

  /// Makes a draft.
  ///
  /// - Parameter mode: who may read and write it, as the operating system counts it.
  /// - Throws: `alreadyExists` (cannot create) with the system's words when it cannot be made,
  ///   `inputOutput` when the system lacks the means.
  package init(for place: String, mode: mode_t) throws(LedgerError) {
    while true {
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      let path = "\(place).new-" + String(repeating: "0", count: 16 - digits.count) + digits
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else { throw .cannotCreate(place, errno) }
      self.path = path
      self.descriptor = descriptor
      return
    }
  }
}

extension LedgerError.Code {
  /// The kind of failure when the system lacks the means to open or make a file; `nil` when it is
  /// the file, or its place, that is at fault.
  package static func lackingMeans(_ error: Int32) -> LedgerError.Code? {
    [EMFILE, ENFILE, ENOMEM, EIO].contains(error) ? .inputOutput : nil
  }
}

extension LedgerError {
  /// A file could not be made, or taken for a result.
  package static func cannotCreate(_ path: String, _ error: Int32) -> LedgerError {
    LedgerError(
      .lackingMeans(error) ?? .alreadyExists,
      "\(path): cannot create: \(String(cString: strerror(error))); give another path")
  }
}
