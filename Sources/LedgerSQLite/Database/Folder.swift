import Foundation
import LedgerCore

/// The folders in which files are made.
package enum Folder {
  /// Makes sure that a file that was made is found after a power failure: its name is on disk.
  ///
  /// - Throws: `inputOutput` when the operating system refuses.
  package static func sync(of path: String) throws(LedgerError) {
    let parent = parent(of: path)
    let descriptor = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    // Some file systems know no such call for folders.
    guard descriptor >= 0, fsync(descriptor) == 0 || errno == EINVAL else {
      throw LedgerError(.inputOutput, "\(parent): \(String(cString: strerror(errno)))")
    }
  }

  /// The folder of a path, as the path names it.
  package static func parent(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
