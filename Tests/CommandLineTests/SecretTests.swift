import Testing

/// No error quotes a private key.
@Suite struct SecretTests {
  let place: Workplace
  let secret: Substring

  init() throws {
    place = try Workplace()
    try place.run("govledger init l && govledger keygen --origin city.example --output key")
    secret = try #require(place.text("key").split(separator: "+").last).prefix(20)
    try place.run("{ printf 'log '; cat key; } > policy; govledger checkpoint l --key key > cp")
  }

  private static let mistakes = [
    "govledger verify l --policy key", "govledger verify l --policy policy",
    "govledger accept l key",
    "govledger accept l cp --policy key", "govledger record l key", "govledger record l < key",
    "govledger notice l key",
    "govledger adopt l ./key --from 2025-01-01 --actor 11370000MB284651XL",
    "govledger audit l --rules ./key", "govledger audit l --resume key",
    "govledger compare l --calendar key --calendar in-force",
    "govledger witness key --key key --state s",
    "govledger witness cp --key key --state s --proof key",
    "govledger witness cp --key key --state key",
    "govledger witness cp --key key --state s --policy key",
    #"govledger witness cp --key key --state s --log "$(cat key)""#,
    "govledger import key new --policy key",
    "govledger import key new --policy policy", #"govledger audit "$(cat key)""#,
    #"govledger "$(cat key)""#, #"govledger audit l "--x=$(cat key)""#,
    "govledger deadline --batch < key",
    #"govledger explain l "$(cat key)""#, #"govledger init new --origin "$(cat key)""#,
    "govledger audit key", "govledger-verify --policy key cp",
    "govledger-verify --policy policy cp",
    #"govledger-verify --policy "$(cat key)" key"#, #"govledger-verify "--$(cat key)" x"#,
    "{ echo; cat key; } | govledger record l -",
  ]

  @Test func noErrorQuotesAKey() throws {
    let before = place.text("key")
    for command in Self.mistakes {
      let ended = try place.run(command)
      #expect([1, 64, 65, 66, 73].contains(ended.status), "\(command): \(ended.errors)")
      #expect(!ended.errors.isEmpty)
      #expect(!(ended.errors + ended.output).contains(secret), "\(command)")
      #expect(place.text("key") == before)
    }
  }

  @Test func aFileOfAKeyThatIsCapsuleOrCertificateIsNotQuoted() throws {
    try place.run("echo 'log city.example+00000000+x' > p; sed s/PRIVATE+KEY+// key > bare")
    for file in ["key", "bare"] {
      let ended = try place.run("govledger-verify --policy p \(file)")
      #expect(ended.status != 0 && !ended.errors.contains(secret))
    }
  }

  @Test(arguments: ["checkpoint l --key key", "attest l --key key"])
  func aKeyThatOthersCanReadIsUsedWithAWarning(command: String) throws {
    #expect(try place.run("govledger \(command)").errors == "")
    let ended = try place.run("chmod 644 key && govledger \(command)")
    #expect(ended.status == 0)
    #expect(
      ended.errors == """
        govledger: warning: key: others can read this private key; make it private with `chmod 600`

        """)
    try place.run("chmod 602 key && govledger \(command)").expectFailure(65, "everybody may write")
  }
}
