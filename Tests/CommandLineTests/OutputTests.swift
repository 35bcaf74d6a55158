import Testing

/// Where results go, and what they never replace.
@Suite struct OutputTests {
  let place: Workplace

  init() throws {
    place = try Workplace()
    try place.run(
      """
      govledger init l; govledger generate --events 60 --seed 1 | govledger record l --import
      govledger keygen --origin city.example --output key
      govledger checkpoint l --key key > cp; ln -s l link; ln -s new dangling
      govledger audit l --as-of 2026-01-01 --known-at 2027-01-01 --format json > report
      """)
  }

  private let audit = "govledger audit l --as-of 2026-01-01 --known-at 2027-01-01 --format json"

  @Test func aDeviceStaysADevice() throws {
    try place.run("ln -s /dev/null null; ln -s /dev/full full")
    let ended = try place.run("\(audit) --output null && test -L null -a -c /dev/null")
    #expect(ended.status == 0 && ended.output.isEmpty, "\(ended.errors)")
    try place.run("\(audit) --output full").expectFailure(74, "No space left on device")
    #expect(try place.run("test -L full -a -c /dev/full").status == 0)
  }

  @Test func standardOutputHasNames() throws {
    try place.run("ln -s /proc/self/fd/1 mine")
    for name in ["mine", "/dev/fd/1", "/proc/self/fd/1"] {
      #expect(try place.run("\(audit) --output \(name)").output == place.text("report"), "\(name)")
      #expect(try place.run("\(audit) --output \(name) | cat").output == place.text("report"))
    }
    try place.run("\(audit) --output /proc/self/fd/1 >&-").expectFailure(74, "Bad file descriptor")
    // What a command says afterwards comes after.
    let said = try place.run(
      """
      govledger export l --output mine > out; govledger export l --output capsule > said
      head -c $(stat -c %s capsule) out | cmp - capsule && tail -c 27 out
      """)
    #expect(said.output == "exported 68 events to mine\n", "\(said)")
  }

  @Test func aPipeIsWrittenThrough() throws {
    try place.run("mkfifo pipe; cat pipe > got & \(audit) --output pipe; wait")
    #expect(place.text("got") == place.text("report"))
    #expect(try place.run("test -p pipe").status == 0)
  }

  @Test func aLinkIsFollowed() throws {
    #expect(try place.run("\(audit) --output dangling && test -L dangling").status == 0)
    #expect(place.text("new") == place.text("report"))
    try place.run("mkdir d; \(audit) --output d").expectFailure(73, "Is a directory")
  }

  @Test func aLedgersOwnFilesAreNotReplaced() throws {
    let commands = [
      "audit l --output", "audit link --output", "audit l --resume", "export l --output",
      "prove l sd329.23/SR-1 --key key --output",
    ]
    let names = ["l", "link", "l-wal", "./l-shm", "../$(basename $PWD)/l-journal", "l-lock"]
    for (number, name) in names.enumerated() {
      let command = commands[number % commands.count]
      try place.run("govledger \(command) \(name)").expectFailure(73, "not written over")
    }
    for command in commands {
      try place.run("govledger \(command) l-wal").expectFailure(73, "not written over")
    }
    #expect(try place.run("govledger verify l").status == 0)
  }

  /// By whatever name it is opened, a ledger has one lock.
  @Test func aLinkedLedgerHasOneLock() throws {
    #expect(try place.run("govledger rebuild link && ls l-lock && ! ls link-lock").status == 0)
  }

  private static let destructive = [
    "prove l x --key key --output key", "prove l x --key key --output key.signed",
    "prove l x --key key --output ./key.signed-lock", "audit l --rules book --output book",
    "audit l --resume s --output s", "witness cp --key key --state key",
    "witness cp --key key --state cp", "witness cp --key key --proof x --state x",
    "witness cp --key key --policy x --state x", "keygen --origin a --output cp",
  ]

  @Test func noInputIsReplaced() throws {
    let before = ["cp", "key", "key.signed"].map(place.text)
    let names = try place.run("ls").output
    for command in Self.destructive {
      #expect(try place.run("govledger \(command)").status == 73, "\(command)")
    }
    #expect(["cp", "key", "key.signed"].map(place.text) == before)
    #expect(try place.run("ls").output == names)
  }

  @Test func noLedgerIsMadeUnderSuchNames() throws {
    let names = try place.run("ls").output
    for name in ["n-wal", "n-shm", "n-journal", "n-lock", ":memory:", "file:n", "''"] {
      try place.run("govledger init \(name)").expectFailure(65, "as a ledger's path")
    }
    #expect(try place.run("ls").output == names)
  }

  @Test func aNewLedgerIsItsOwnersAlone() throws {
    let modes = try place.run("umask 022; govledger init n && stat -c %a n n-lock").output
    #expect(modes.hasSuffix("600\n600\n"))
  }
}
