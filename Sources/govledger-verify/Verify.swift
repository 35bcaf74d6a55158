import LedgerCore
import MerkleLog
import StandardStreams

/// `govledger-verify`: checks a certificate or a capsule against a policy of keys, with nothing but
/// the file, the policy and the law that is built in.
@main
struct Verify {
  static let usage = """
    usage: govledger-verify --policy FILE [--as-of T] [--known-at T] [--rules BOOK] FILE

    Checks a certificate or a capsule of a ledger (山东省人民政府令第329号) against the keys of a
    policy (C2SP tlog-policy). A certificate is made again from its evidence, and what it says is
    printed. A capsule is replayed, and the audit report is printed as JSON; --as-of, --known-at and
    --rules ask as `govledger audit` does, by default about the present.

    Exit status: 0 verified; 1 refused, with the first reason; 64 usage; 66 no such input; 74 input
    or output failed.
    """

  /// The most characters of an error: what is refused may be of any length.
  private static let longestError = 1000

  static func main() {
    StandardStreams.hold()
    do throws(Refusal) {
      if let fault = CommandLineWords.fault { throw .usage(fault) }
      switch try Arguments(CommandLine.arguments.dropFirst()) {
      case .help: try StandardOutput.write(Array((usage + "\n").utf8))
      case .verify(let question): try verify(question)
      }
    } catch {
      StandardError.say(error.message, by: "govledger-verify", atMost: longestError)
      leave(error.exitStatus)
    }
  }

  private static func verify(_ question: Question) throws(Refusal) {
    let policy = try readPolicy(question.policy)
    let law = try Refusal.catching { () throws(LedgerError) in try BundledLaw.load() }
    var input = try InputFile(question.input)
    if try input.beginsAsJSON() {
      try verifyCertificate(try input.readAll(), policy, law)
    } else {
      try verifyCapsule(input, CapsuleAudit(question: question, policy: policy, law: law))
    }
  }

  private static func verifyCapsule(
    _ input: InputFile, _ audit: CapsuleAudit
  ) throws(Refusal) {
    do {
      let report = try audit.report(on: input, now: SystemClock.now)
      try report.writeJSON { try StandardOutput.write($0) }
    } catch let refusal as Refusal {
      throw refusal
    } catch let error as LedgerError {
      throw Refusal(error.code == .inputOutput ? 74 : 1, error.description)
    } catch {
      throw Refusal(1, "\(error)")
    }
  }

  private static func readPolicy(_ path: String) throws(Refusal) -> TransparencyPolicy {
    var file = try InputFile(path)
    let bytes = try file.readAll(atMost: TransparencyPolicy.maximumByteCount)
    do {
      return try TransparencyPolicy(bytes)
    } catch {
      throw Refusal(1, "\(path): \(error.message)")
    }
  }

  private static func verifyCertificate(
    _ bytes: [UInt8], _ policy: TransparencyPolicy, _ law: BundledLaw
  ) throws(Refusal) {
    let verified = try Refusal.catching { () throws(LedgerError) in
      try UnverifiedCertificate(bytes).verified(by: policy, law: law)
    }
    let statement = verified.certificate.statement
    let lines = [statement.zh, statement.en].map { Visible.escaped($0) + "\n" }
    try StandardOutput.write(Array(lines.joined().utf8))
  }
}
