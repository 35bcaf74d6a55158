/// A signed note whose signatures nobody has checked: a text and who is said to have signed it
/// (C2SP signed-note).
///
/// ``verified(by:)`` turns it into a ``VerifiedNote``. Until then the text means nothing.
public struct UnverifiedNote: Hashable, Sendable {
  /// The most bytes that a note may have.
  public static let maximumByteCount = 1_000_000

  /// The most signatures that a note may have.
  public static let maximumSignatureCount = 100

  /// What is said to be signed.
  public let text: NoteText

  /// The signature lines in their order: 1 to 100.
  public let signatures: [NoteSignature]

  /// Reads a note, the bytes of which ``bytes`` gives back.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedNote`, or `tooLarge` for too many bytes
  ///   or signatures.
  public init(_ bytes: some Collection<UInt8>) throws(MerkleLogError) {
    let bytes = Array(bytes.prefix(Self.maximumByteCount + 1))
    try NoteText.check(bytes)
    guard let split = Self.lastBlankLine(in: bytes), bytes.last == UInt8(ascii: "\n") else {
      throw MerkleLogError(
        .malformedNote, "expected a text, a blank line and signature lines, found no such parts")
    }
    var lines = TerminatedLines(bytes[(split + 1)...])
    var signatures: [NoteSignature] = []
    while let line = lines.next() {
      guard signatures.count < Self.maximumSignatureCount else { throw Self.tooManySignatures }
      signatures.append(try NoteSignature(lineWithoutNewline: line))
    }
    try self.init(text: NoteText(checked: Array(bytes[..<split])), signatures: signatures)
  }

  /// A note of a text and signatures.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedNote` without any signature, or
  ///   `tooLarge` for too many bytes or signatures.
  public init(text: NoteText, signatures: [NoteSignature]) throws(MerkleLogError) {
    guard !signatures.isEmpty else {
      throw MerkleLogError(.malformedNote, "expected at least one signature, found none")
    }
    guard signatures.count <= Self.maximumSignatureCount else { throw Self.tooManySignatures }
    self.text = text
    self.signatures = signatures
    guard bytes.count <= Self.maximumByteCount else {
      throw MerkleLogError(
        .tooLarge, "a note has at most \(Self.maximumByteCount) bytes, found \(bytes.count)")
    }
  }

  /// The note as it is stored and sent.
  public var bytes: [UInt8] {
    text.bytes + [UInt8(ascii: "\n")] + signatures.flatMap { Array($0.line.utf8) }
  }

  /// The place of the second newline of the last two that follow each other.
  private static func lastBlankLine(in bytes: [UInt8]) -> Int? {
    bytes.indices.dropFirst().last {
      bytes[$0] == UInt8(ascii: "\n") && bytes[$0 - 1] == UInt8(ascii: "\n")
    }
  }

  private static var tooManySignatures: MerkleLogError {
    MerkleLogError(.tooLarge, "a note has at most \(maximumSignatureCount) signatures, found more")
  }
}
