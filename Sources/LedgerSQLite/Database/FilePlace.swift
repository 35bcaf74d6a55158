import Foundation

/// Which file a path leads to, so that two names of one file can be told to be the same.
package struct FilePlace: Equatable {
  /// Where a file made at the path would stand: links are followed, also one that leads to nothing
  /// yet, and the folder has its only full name.
  package let path: String
  /// The file itself; `nil` when there is none.
  private let identity: [UInt64]?

  /// The place that a path leads to now.
  package init(_ path: String) {
    let end = Self.end(of: path)
    let folder = Folder.parent(of: end)
    let name = end.utf8.split(separator: UInt8(ascii: "/")).last.map { String($0) ?? "" } ?? ""
    self.path = (Self.fullName(of: folder) ?? folder) + "/" + name
    var found = stat()
    identity = stat(path, &found) == 0 ? [UInt64(found.st_dev), UInt64(found.st_ino)] : nil
  }

  /// Whether both lead to one file, or would.
  package static func == (left: FilePlace, right: FilePlace) -> Bool {
    left.path.utf8.elementsEqual(right.path.utf8)
      || (left.identity != nil && left.identity == right.identity)
  }

  /// Where the links at the end of a path lead.
  private static func end(of path: String) -> String {
    var path = path
    // As many links as Linux follows.
    for _ in 0..<40 {
      guard let link = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        return path
      }
      path = link.hasPrefix("/") ? link : Folder.parent(of: path) + "/" + link
    }
    return path
  }

  private static func fullName(of folder: String) -> String? {
    guard let name = realpath(folder, nil) else { return nil }
    defer { free(name) }
    return String(cString: name)
  }
}
