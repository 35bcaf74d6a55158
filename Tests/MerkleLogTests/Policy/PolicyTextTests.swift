import MerkleLog
import Testing

@Suite("A policy file")
struct PolicyTextTests {
  private let examples: PolicyExamples

  init() throws {
    examples = try PolicyExamples()
  }

  /// L, M: keys of logs; V, W: of witnesses; Z: V's key under another name.
  private func text(_ form: String) throws -> String {
    let other = try NoteExamples.key("z.example", 10, .cosignature).verifierKey
    let logs = [examples.log.verifierKey, try NoteExamples.key("m.example", 2).verifierKey]
    let keys = [
      "L": logs[0], "M": logs[1], "V": examples.witnesses[0].verifierKey,
      "W": examples.witnesses[1].verifierKey, "Z": other,
    ]
    return form.split(separator: " ", omittingEmptySubsequences: false).map { word in
      let bare = word.split(separator: "\n", omittingEmptySubsequences: false)
      return bare.map { keys[String($0)]?.text ?? String($0) }.joined(separator: "\n")
    }.joined(separator: " ")
  }

  @Test("is read with its comments and white space, and written without them")
  func forms() throws {
    let canonical = try text("log L\nwitness a V https://w.example/\ngroup g any a\nquorum g\n")
    let loose = try text(
      "# policy\r".dropLast()
        + "\n\n \t \n  # more # é\n\tlog   L \n witness a V https://w.example/\t\n#\n"
        + "group\tg any  a\nquorum g\n\n")
    let policy = try TransparencyPolicy(loose.utf8)
    #expect(String(decoding: policy.bytes, as: UTF8.self) == canonical)
    #expect(try TransparencyPolicy(policy.bytes) == policy)
    #expect(policy.logs == [examples.log.verifierKey])
    #expect(Array(policy.witnesses.values) == [examples.witnesses[0].verifierKey])
    #expect(policy.statements.count == 4)
  }

  @Test(
    "is read in any order that defines names first",
    arguments: [
      "quorum none\n", "quorum none\nlog L\nlog M\n", "witness a V\nquorum a\nlog L\nwitness b W\n",
      "witness all V\nwitness 1 W\ngroup any 2 all 1\nquorum any\n",
      "witness a V\nquorum a\ngroup g any a\n", "log V\nwitness a W\nquorum a\n",
      "log V\nwitness a V\nquorum a\n", "log L\nwitness # V\nquorum #\n",
    ])
  func accepted(form: String) throws {
    let text = try text(form)
    let policy = try TransparencyPolicy(text.utf8)
    #expect(String(decoding: policy.bytes, as: UTF8.self) == text)
  }

  @Test(
    "is refused with the line that is wrong",
    arguments: [
      ("log L\n", nil), ("", nil), ("# quorum none\n", nil), ("quorum none", 1), ("quorum\n", 1),
      ("quorum none none\n", 1), ("quorum none\nquorum none\n", 2), ("quorum a\n", 1),
      ("quorum a\nwitness a V\n", 1), ("log L\nquorum none\r\n", 2), ("Quorum none\n", 1),
      ("log\nquorum none\n", 1), ("log L u v\nquorum none\n", 1), ("log x\nquorum none\n", 1),
      ("log L\nlog L\nquorum none\n", 2), ("witness a V\nwitness b V\nquorum none\n", 2),
      ("witness a V\nwitness b Z\nquorum none\n", 2), ("witness a V\nwitness a W\nquorum a\n", 2),
      ("witness a V u v\nquorum a\n", 1), ("witness a\nquorum a\n", 1),
      ("witness V\nquorum none\n", 1),
      ("witness a L\nquorum a\n", 1), ("witness none V\nquorum none\n", 1),
      ("witness a V\ngroup none any a\nquorum a\n", 2),
      ("witness a V\ngroup a any a\nquorum a\n", 2),
      ("witness a V\ngroup g any none\nquorum g\n", 2), ("group g any\nquorum none\n", 1),
      ("witness a V\ngroup g any a a\nquorum g\n", 2), ("group g any g\nquorum g\n", 1),
      ("witness a V\ngroup g any a\ngroup h any a\nquorum g\n", 3),
      ("witness a V\ngroup g 0 a\nquorum g\n", 2), ("witness a V\ngroup g 2 a\nquorum g\n", 2),
      ("witness a V\ngroup g 01 a\nquorum g\n", 2), ("witness a V\ngroup g -1 a\nquorum g\n", 2),
      ("witness a V\ngroup g +1 a\nquorum g\n", 2), ("witness a V\ngroup g Any a\nquorum g\n", 2),
      ("witness a V\ngroup g 99999999999999999999 a\nquorum g\n", 2), ("quorum none # why\n", 1),
      ("group g any a\nwitness a V\nquorum g\n", 1), ("logs L\nquorum none\n", 1),
      ("quorum none\n\u{b}\n", 2), ("quorum none\n#\u{0}\n", 2), ("quorum none\n#\u{7f}\n", 2),
      ("\u{a0}quorum none\n", 1), ("quorum \u{4b}\u{212a}\n", 1), ("\u{feff}quorum none\n", 1),
    ] as [(String, Int?)])
  func refused(form: String, line: Int?) throws {
    let text = try text(form)
    let error = expect(.malformedPolicy) { try TransparencyPolicy(text.utf8) }
    if let line { #expect(error?.message.hasPrefix("line \(line): ") == true, "\(error as Any)") }
  }

  @Test("compares names as bytes and takes any above ASCII")
  func names() throws {
    let text = try text("witness K V\nwitness \u{212a} W\ngroup g all K \u{212a}\nquorum g\n")
    let policy = try TransparencyPolicy(text.utf8)
    #expect(policy.witnesses.count == 2)
    let (composed, decomposed) = ("\u{e9}", "e\u{301}")
    let missing = try self.text("witness \(composed) V\nquorum \(decomposed)\n")
    expect(.malformedPolicy) { try TransparencyPolicy(missing.utf8) }
    let key = Array(examples.witnesses[0].verifierKey.text.utf8)
    let binary: [UInt8] =
      Array("witness ".utf8) + [0xff, 0x20] + key + Array("\nquorum ".utf8) + [0xff, 0x0a]
    #expect(try TransparencyPolicy(binary).bytes == binary)
  }

  @Test("has at most a million bytes")
  func limit() {
    let comment = Array(repeating: UInt8(ascii: "#"), count: TransparencyPolicy.maximumByteCount)
    expect(.tooLarge) { try TransparencyPolicy(comment + [0x0a]) }
  }

  @Test("changed at random is refused, or written in a form that is read as the same policy")
  func mutations() throws {
    var mutator = Mutator(seed: 61)
    let form =
      "# policy\nlog L url\n\nwitness a V\n\twitness b W\ngroup g 1 a b\ngroup h all g\nquorum h\n"
    let original = Array(try text(form).utf8)
    var read = 0
    for _ in 0..<10_000 {
      let bytes = mutator.mutate(original)
      guard let policy = try? TransparencyPolicy(bytes) else { continue }
      read += 1
      #expect(policy.bytes == canonical(bytes), "\(String(decoding: bytes, as: UTF8.self))")
      #expect(try TransparencyPolicy(policy.bytes) == policy)
    }
    #expect(read > 200 && read < 9000, "\(read)")
  }

  /// The text without comments, blank lines and surplus white space.
  private func canonical(_ bytes: [UInt8]) -> [UInt8] {
    let lines = bytes.split(separator: 0x0a).map { line in
      Array(line.split { $0 == 0x20 || $0 == 0x09 }.joined(separator: [0x20]))
    }
    return lines.filter { $0.first != nil && $0.first != UInt8(ascii: "#") }.flatMap { $0 + [0x0a] }
  }
}
