import LedgerCore
import WorkingDays

/// What is asked of a file.
struct Question {
  /// The file of keys.
  var policy = ""
  /// The certificate or capsule; `-` is standard input.
  var input = ""
  var asOf: Instant?
  var knownAt: Instant?
  var rules: String?
}

/// What the command line asks for.
enum Arguments {
  case help
  case verify(Question)

  init(_ words: some Sequence<String>) throws(Refusal) {
    var question = Question()
    var inputs: [String] = []
    var words = Array(words)[...]
    while let word = words.popFirst() {
      if word == "--help" || word == "-h" {
        self = .help
        return
      }
      guard word.hasPrefix("--") else {
        inputs.append(word)
        continue
      }
      guard let value = words.popFirst() else { throw .usage("no value after \(word)") }
      try question.set(word, to: value)
    }
    guard !question.policy.isEmpty else { throw .usage("no --policy FILE") }
    guard let input = inputs.first, inputs.count == 1 else {
      throw .usage("found \(inputs.count) files, expected one")
    }
    question.input = input
    self = .verify(question)
  }
}

extension Question {
  fileprivate mutating func set(_ option: String, to value: String) throws(Refusal) {
    switch option {
    case "--policy": policy = value
    case "--as-of": asOf = try Self.instant(value)
    case "--known-at": knownAt = try Self.instant(value)
    case "--rules": rules = value
    default: throw .usage("unknown option \(option)")
    }
  }

  /// A timestamp, or a date, which stands for its last millisecond in Beijing.
  private static func instant(_ text: String) throws(Refusal) -> Instant {
    if let instant = Instant(timeOrDate: text) { return instant }
    throw .usage("found “\(text)”, expected a time such as 2025-12-31T23:59:59+08:00, or a date")
  }
}
