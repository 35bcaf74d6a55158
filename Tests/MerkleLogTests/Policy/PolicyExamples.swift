import MerkleLog

/// The logs and witnesses of the policies to test with.
struct PolicyExamples {
  let log: SignerKey
  let witnesses: [SignerKey]

  init() throws {
    log = try NoteExamples.key("log.example", 1)
    witnesses = try (0..<6).map {
      try NoteExamples.key("w\($0).example", UInt8(10 + $0), .cosignature)
    }
  }

  /// The example of C2SP tlog-policy: two of X1, X2, X3 and any of Y1, Y2, Y3.
  var text: String {
    let names = ["X1", "X2", "X3", "Y1", "Y2", "Y3"]
    let lines = zip(names, witnesses).map { "witness \($0) \($1.verifierKey)\n" }
    return "log \(log.verifierKey)\n\n" + lines[0..<3].joined()
      + "group X-witnesses 2 X1 X2 X3\n\n" + lines[3..<6].joined()
      + "group Y-witnesses any Y1 Y2 Y3\n\ngroup X-and-Y all X-witnesses Y-witnesses\n"
      + "quorum X-and-Y\n"
  }

  func policy() throws -> TransparencyPolicy { try TransparencyPolicy(text.utf8) }

  /// A checkpoint that the log and these witnesses have signed.
  func checkpoint(cosignedBy cosigners: [Int]) throws -> UnverifiedCheckpoint {
    let checkpoint = try Checkpoint(origin: "log.example", size: 7, root: leaf(0))
    var signers: [any NoteSigner] = [try Ed25519NoteSigner(log)]
    for index in cosigners {
      signers.append(try Ed25519Cosigner(witnesses[index], time: 1000 + Int64(index)))
    }
    return try UnverifiedCheckpoint(signing: checkpoint, with: signers)
  }
}
