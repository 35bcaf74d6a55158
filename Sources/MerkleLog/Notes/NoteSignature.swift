/// One signature line of a note, not verified: `— name base64(identifier ‖ signature)` (C2SP
/// signed-note, "Format").
public struct NoteSignature: Hashable, Sendable {
  /// The name of the key that is said to have signed.
  public let name: KeyName

  /// The identifier of that key.
  public let keyID: KeyID

  /// The signature itself, at least one byte.
  public let payload: [UInt8]

  private static let prefix = "— "

  /// A signature of these parts, or `nil` when the payload is empty.
  public init?(name: KeyName, keyID: KeyID, payload: [UInt8]) {
    guard !payload.isEmpty else { return nil }
    self.name = name
    self.keyID = keyID
    self.payload = payload
  }

  /// Whether two signatures are said to be by the same key.
  func isSameKey(as other: NoteSignature) -> Bool {
    keyID == other.keyID && name == other.name
  }

  /// The line, with its newline.
  public var line: String {
    Self.prefix + "\(name) " + Base64.encode(keyID.bytes + payload) + "\n"
  }

  /// Reads a line, with its newline, as ``line`` writes it: what a witness answers.
  ///
  /// - Throws: ``MerkleLogError`` with the code `malformedNote` for every other text.
  public init(line: some Collection<UInt8>) throws(MerkleLogError) {
    var lines = TerminatedLines(line)
    guard let first = lines.next(), lines.rest.isEmpty else {
      throw MerkleLogError(
        .malformedNote,
        "expected one signature line with a newline, found " + StrictText.excerpt(line))
    }
    try self.init(lineWithoutNewline: first)
  }

  init(lineWithoutNewline line: ArraySlice<UInt8>) throws(MerkleLogError) {
    guard line.starts(with: Self.prefix.utf8) else { throw Self.malformed(line) }
    let rest = line.dropFirst(Self.prefix.utf8.count)
    guard let space = rest.firstIndex(of: UInt8(ascii: " ")),
      let name = try? KeyName(utf8: rest[..<space]),
      let bytes = Base64.decode(ascii: rest[(space + 1)...]), bytes.count > 4,
      let signature = NoteSignature(
        name: name, keyID: KeyID(bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }),
        payload: Array(bytes.dropFirst(4)))
    else { throw Self.malformed(line) }
    self = signature
  }

  private static func malformed(_ line: ArraySlice<UInt8>) -> MerkleLogError {
    MerkleLogError(
      .malformedNote,
      "expected an em dash, a key's name and base64 of at least five bytes, found "
        + StrictText.excerpt(line))
  }
}
