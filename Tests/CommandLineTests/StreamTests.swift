import Foundation
import Testing

/// Standard streams that are closed or full, files that cannot be opened, and words that are no text.
@Suite struct StreamTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.run("govledger init l; govledger keygen --origin a --output key")
  }

  @Test(arguments: [
    "2>&-", "2>/dev/full", "2>&1 | true", "2>/dev/null", "<&- 2>&-", "<&- 2>&- >&-",
  ])
  func nobodyNeedsToHearAnError(streams: String) throws {
    for (command, status) in [("events missing", 66), ("audit", 64), ("verify l --policy key", 65)]
    {
      // The shell has the status of the last in a pipe.
      let line = "{ govledger \(command); echo $? > status; } \(streams)"
      try place.run(line)
      #expect(place.text("status") == "\(status)\n", "\(command) \(streams)")
    }
  }

  @Test(arguments: [
    "govledger events l", "govledger audit l", "govledger --help", "govledger audit --help",
    "govledger schema", "govledger-verify --help",
  ])
  func aClosedOutputIsAFailure(command: String) throws {
    try place.run("\(command) >&-").expectFailure(
      74, "standard output: cannot be written: Bad file")
    try place.run("\(command) >/dev/full").expectFailure(74, "No space left on device")
  }

  @Test func aClosedInputIsAFailure() throws {
    try place.run("govledger record l <&-").expectFailure(
      74, "standard input: cannot be read: Bad file")
    try place.run("govledger-verify --policy - x <&-").expectFailure(
      74, "standard input: cannot be read")
  }

  /// A file that takes the number of a closed stream would be written into.
  @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
  func noFileBecomesAStream(streams: String) throws {
    try place.run("govledger record l x \(streams)")
    try place.run("govledger audit l --output report \(streams)")
    #expect(try place.run("govledger verify l").status == 0)
  }

  @Test(arguments: [
    (#"govledger audit "$(printf 'a\377b')""#, "argument 2 is not UTF-8"),
    (#"govledger "$(printf '\300\200')""#, "argument 1 is not UTF-8"),
    (#"govledger-verify --policy "$(printf 'a\377b')" x"#, "argument 2 is not UTF-8"),
  ])
  func anArgumentThatIsNoTextIsNamed(command: String, words: String) throws {
    try place.run(command).expectFailure(64, words)
  }

  @Test(arguments: [
    "govledger record l", "govledger verify l --policy", "govledger accept l", "govledger notice l",
    "govledger checkpoint l --key", "govledger audit l --rules", "govledger-verify --policy",
    "govledger-verify --policy key.pub",
  ])
  func aFileThatCannotBeOpenedSaysWhy(command: String) throws {
    try place.run("ln -s loop ./loop; echo 'quorum none' > key.pub")
    let suffix = command.hasSuffix("--policy") && command.hasPrefix("govledger-verify") ? " x" : ""
    try place.run("\(command) ./loop\(suffix)").expectFailure(
      66, "Too many levels of symbolic links")
    try place.run("\(command) /proc/self/mem\(suffix)").expectFailure(74, "Input/output error")
  }

  @Test(arguments: [6, 8, 12, 20])
  func fewFilesAreAClearFailure(count: Int) throws {
    for command in ["audit l", "record l x", "init new", "events l", "verify l --policy key"] {
      try place.run("ulimit -n \(count); govledger \(command)")
        .expectFailure(74, "Too many open files")
    }
    let ended = try place.run("ulimit -n \(count); govledger-verify --policy key.pub x")
    #expect([66, 74].contains(ended.status), "\(ended.errors)")
  }

  @Test func anErrorIsOneLineForPeople() throws {
    let ended = try place.run("govledger audit \"$(printf 'a\\nb\\342\\200\\256c')\"")
    #expect(
      ended.errors.hasPrefix("govledger: a\\u{A}b\\u{202E}c: no such ledger"), "\(ended.errors)")
  }
}
