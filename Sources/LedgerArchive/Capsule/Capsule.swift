/// One file with everything that an auditor needs to replay a log elsewhere: its events, its tree,
/// its signed checkpoints, and the notices and rule books that it was judged by.
///
/// A capsule is a POSIX ustar archive (IEEE Std 1003.1, `pax`, "ustar Interchange Format"), which
/// any tool opens. Equal contents give equal bytes: every header has the mode 0644, the owner and
/// time 0 and no names of owners; two blocks of zeros end the file. The members, in this order:
///
/// 1. `capsule.json`: what there is (``CapsuleSummary``), in canonical JSON (RFC 8785).
/// 2. `checkpoint`: the signed note over all events of the capsule (C2SP tlog-checkpoint).
/// 3. `checkpoints/<size>`: signed checkpoints of fewer events, by ascending size.
/// 4. `notices.json` and `rule-books/<name>-<version>.json`, the books by ascending member name, in
///    canonical JSON (`Schemas/notice.json`, `Schemas/rule-book.json`).
/// 5. The tree's partial tiles, from the highest level down: `tile/<L>/<N>.p/<W>` (C2SP
///    tlog-tiles). They alone give the root.
/// 6. For each bundle of 256 events in turn: the full tiles that begin with its first event, from
///    the highest level down, `tile/<L>/<N>`, and then the events, `tile/entries/<N>.lz4`; at the
///    end the partial bundle, `tile/entries/<N>.p/<W>.lz4`. A bundle is the entry bundle of C2SP
///    tlog-tiles as one LZ4 frame.
/// 7. `digest`: the base64 of the Merkle Tree Hash (RFC 6962 section 2.1) whose leaves are all
///    members before it, each as it stands in the file with its header and padding, and a newline.
///
/// Tiles stand before what they are the hashes of, so that whoever reads the file once has every
/// tile and every bundle under the signed root as soon as it is read: nothing is believed on
/// credit, and the first event that differs is known by its position. The digest covers what no
/// signature does, such as the law's documents and the compressed form of a bundle.
///
/// ## Topics
/// - ``CapsuleWriter``
/// - ``UnverifiedCapsule``
/// - ``CapsuleReader``
/// - ``VerifiedCapsule``
public enum Capsule {
  /// The format that is written and read.
  public static let schema = "govledger.capsule/1"

  /// The most bytes of `capsule.json`, `notices.json` or a rule book.
  public static let maximumDocumentByteCount = 1 << 18

  /// The most rule books.
  public static let maximumRuleBookCount = 64

  /// The most checkpoints beside that of all events.
  public static let maximumCheckpointCount = 100_000

  static let summaryName = "capsule.json"
  static let checkpointName = "checkpoint"
  static let checkpointFolder = "checkpoints/"
  static let noticesName = "notices.json"
  static let digestName = "digest"

  /// The length of a hash in base64 with a newline.
  static let digestByteCount = 45

  /// The most bytes of the frame of a bundle of this width: as stored, unpacked, with room for the
  /// frame's own headers.
  static func maximumFrameByteCount(width: Int) -> Int {
    width * (EntryBundle.lengthByteCount + EntryBundle.maximumEntryLength) + (1 << 16)
  }
}
