/// A text that can be signed as a note: UTF-8 that ends in a newline and has no other control
/// character (C2SP signed-note, "Format").
public struct NoteText: Hashable, Sendable {
  /// The text, with its last newline.
  public let bytes: [UInt8]

  /// A text.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedNote`, or `tooLarge` above
  ///   ``UnverifiedNote/maximumByteCount``.
  public init(_ bytes: [UInt8]) throws(MerkleLogError) {
    try Self.check(bytes)
    guard bytes.last == UInt8(ascii: "\n") else {
      throw MerkleLogError(
        .malformedNote,
        "expected a newline at the end of the text, found " + StrictText.excerpt(bytes.suffix(8)))
    }
    self.bytes = bytes
  }

  /// For callers that have checked the bytes.
  init(checked bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Refuses what a note may have nowhere: too many bytes, control characters, broken UTF-8.
  static func check(_ bytes: [UInt8]) throws(MerkleLogError) {
    guard bytes.count <= UnverifiedNote.maximumByteCount else {
      throw MerkleLogError(
        .tooLarge,
        "a note has at most \(UnverifiedNote.maximumByteCount) bytes, found \(bytes.count)")
    }
    let control = bytes.firstIndex { $0 < 0x20 && $0 != UInt8(ascii: "\n") }
    if let control {
      throw MerkleLogError(
        .malformedNote,
        "expected no control character but newline, found "
          + StrictText.excerpt(bytes[control...control]) + " at byte \(control)")
    }
    guard StrictText.string(bytes) != nil else {
      throw MerkleLogError(.malformedNote, "expected UTF-8, found other bytes")
    }
  }
}
