/// Takes in a policy line by line and checks each against those before it. Its errors do not name
/// the line.
struct PolicyReader {
  private var statements: [PolicyStatement] = []
  private var logs: [VerifierKey] = []
  private var witnesses: [PolicyName: VerifierKey] = [:]
  private var names: Set<PolicyName> = [.none]
  private var members: Set<PolicyName> = []
  private var logKeys: Set<[UInt8]> = []
  private var witnessKeys: Set<[UInt8]> = []
  private var quorum: PolicyName?

  /// The policy of all lines so far.
  func policy() throws(MerkleLogError) -> TransparencyPolicy {
    guard let quorum else {
      throw Self.malformed(
        "expected a quorum line, found none; where no witness is asked for, add “quorum none”")
    }
    return TransparencyPolicy(
      statements: statements, logs: logs, witnesses: witnesses, quorum: quorum)
  }

  /// Takes in a line, which comes without its newline.
  mutating func read(_ line: ArraySlice<UInt8>) throws(MerkleLogError) {
    let other = line.first { $0 < 0x20 && $0 != UInt8(ascii: "\t") || $0 == 0x7f }
    if let other {
      throw Self.malformed(
        "expected no control character but tab, found " + StrictText.excerpt([other]))
    }
    let words = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard let keyword = words.first, keyword.first != UInt8(ascii: "#") else { return }
    let rest = Array(words.dropFirst())
    switch String(decoding: keyword, as: UTF8.self) {
    case "log": try readLog(rest)
    case "witness": try readWitness(rest)
    case "group": try readGroup(rest)
    case "quorum": try readQuorum(rest)
    default:
      throw Self.malformed(
        "expected log, witness, group or quorum, found " + StrictText.excerpt(keyword))
    }
  }

  private mutating func readLog(_ words: [ArraySlice<UInt8>]) throws(MerkleLogError) {
    try Self.check(words, has: 1...2, form: "log <vkey> [<url>]")
    let key = try VerifierKey(ascii: words[0])
    try Self.insertKey(key, into: &logKeys)
    logs.append(key)
    statements.append(.log(key, url: words.dropFirst().first.map { Array($0) }))
  }

  private mutating func readWitness(_ words: [ArraySlice<UInt8>]) throws(MerkleLogError) {
    try Self.check(words, has: 2...3, form: "witness <name> <vkey> [<url>]")
    let name = try define(words[0])
    let key = try VerifierKey(ascii: words[1])
    guard key.type == .cosignature else {
      throw Self.malformed(
        "expected a witness's key of type 4, found type \(key.type.rawValue)")
    }
    try Self.insertKey(key, into: &witnessKeys)
    witnesses[name] = key
    statements.append(.witness(name, key, url: words.dropFirst(2).first.map { Array($0) }))
  }

  private mutating func readGroup(_ words: [ArraySlice<UInt8>]) throws(MerkleLogError) {
    try Self.check(words, has: 3...Int.max, form: "group <name> <all|any|k> <name>...")
    let groupMembers = words.dropFirst(2).map { PolicyName($0) }
    for member in groupMembers {
      try checkDefined(member)
      guard members.insert(member).inserted else {
        throw Self.malformed("expected each name in one group once, found \(member) again")
      }
    }
    let threshold = try Self.threshold(words[1], members: groupMembers.count)
    statements.append(.group(try define(words[0]), threshold, members: groupMembers))
  }

  private mutating func readQuorum(_ words: [ArraySlice<UInt8>]) throws(MerkleLogError) {
    try Self.check(words, has: 1...1, form: "quorum <name>")
    guard quorum == nil else { throw Self.malformed("expected one quorum line, found another") }
    let name = PolicyName(words[0])
    if name != .none { try checkDefined(name) }
    quorum = name
    statements.append(.quorum(name))
  }

  private mutating func define(_ word: ArraySlice<UInt8>) throws(MerkleLogError) -> PolicyName {
    let name = PolicyName(word)
    guard names.insert(name).inserted else {
      throw Self.malformed("expected a name that is not taken, found \(StrictText.excerpt(word))")
    }
    return name
  }

  private func checkDefined(_ name: PolicyName) throws(MerkleLogError) {
    guard name != .none, names.contains(name) else {
      throw Self.malformed(
        "expected a name that a line before defines, found " + StrictText.excerpt(name.bytes))
    }
  }
}

extension PolicyReader {
  private static func threshold(
    _ word: ArraySlice<UInt8>, members: Int
  ) throws(MerkleLogError) -> PolicyThreshold {
    if word.elementsEqual("all".utf8) { return .all }
    if word.elementsEqual("any".utf8) { return .any }
    guard let number = DecimalText.parse(word), 1...Int64(members) ~= number else {
      throw malformed("expected all, any or 1 to \(members), found " + StrictText.excerpt(word))
    }
    return .atLeast(Int(number))
  }

  /// Two keys are the same when their bytes are, whatever their names and types.
  private static func insertKey(
    _ key: VerifierKey, into keys: inout Set<[UInt8]>
  ) throws(MerkleLogError) {
    guard keys.insert(key.publicKey).inserted else {
      throw malformed("expected a key that is not there already, found that of \(key.name) again")
    }
  }

  private static func check(
    _ words: [ArraySlice<UInt8>], has counts: ClosedRange<Int>, form: String
  ) throws(MerkleLogError) {
    guard counts.contains(words.count) else {
      throw malformed("expected \(form), found \(words.count + 1) words")
    }
  }

  private static func malformed(_ message: String) -> MerkleLogError {
    MerkleLogError(.malformedPolicy, message)
  }
}
