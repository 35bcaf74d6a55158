import Foundation
import GovDataLedger
import LedgerSQLite
import Synchronization

/// Standard output, or a file in its place.
enum Output {
  private static let standard = Mutex(BufferedWriter(STDOUT_FILENO, "standard output"))

  /// Writes bytes to standard output.
  ///
  /// - Throws: `inputOutput` when they cannot be written.
  static func write(_ bytes: some Sequence<UInt8>) throws {
    try standard.withLock { try $0.write(bytes) }
  }

  /// Writes a line for people to standard output.
  static func line(_ text: String = "") throws { try write(bytes(ofLine: text)) }

  /// A line for people: what leaves no mark in it is shown escaped.
  static func bytes(ofLine text: String) -> [UInt8] { Array((Visible.escaped(text) + "\n").utf8) }

  /// Writes a JSON list to standard output, an element a line.
  static func list(_ elements: some Sequence<JSONValue>) throws {
    try write("[".utf8)
    var separator = "\n"
    for element in elements {
      try write(separator.utf8)
      try write(element.canonicalBytes)
      separator = ",\n"
    }
    try write("\n]\n".utf8)
  }

  /// Refuses to write a result over what the command reads, or over what belongs to that.
  ///
  /// - Parameters:
  ///   - files: what the command reads.
  ///   - path: where the result is to be written; nothing is asked of `nil` and of `-`.
  /// - Throws: `alreadyExists` when the path leads to one of the files, by whatever name, also when
  ///   there is nothing yet.
  static func protect(_ files: [ProtectedFile], from path: String?) throws(LedgerError) {
    guard let path, path != "-" else { return }
    let place = FilePlace(path)
    guard files.contains(where: { $0.places.contains(place) }) else { return }
    throw LedgerError(
      .alreadyExists, "\(path): not written over what the command reads; give another path")
  }

  /// Hands everything written so far over to the operating system.
  static func flush() throws { try standard.withLock { try $0.flush() } }
}

/// What a command reads, and what stands beside it under names of its own.
enum ProtectedFile {
  /// A ledger, with the files that SQLite and the writer's lock put beside it.
  case ledger(String)
  /// A key, with the memory of what it signed.
  case key(String)
  /// A memory of signed checkpoints.
  case memory(String)
  /// Any other file.
  case file(String)

  /// Everywhere that nothing else may be written.
  fileprivate var places: [FilePlace] {
    switch self {
    case .ledger(let path): Self.places(path, LedgerDraft.companions)
    case .key(let path): Self.places(path, [".signed", ".signed-lock"])
    case .memory(let path): Self.places(path, ["-lock"])
    case .file(let path): path == "-" ? [] : [FilePlace(path)]
    }
  }

  /// A file and its companions, which stand beside its name or, for SQLite, beside the file itself.
  private static func places(_ path: String, _ suffixes: [String]) -> [FilePlace] {
    let names = [path, FilePlace(path).path]
    return names.flatMap { name in ([""] + suffixes).map { FilePlace(name + $0) } }
  }
}
