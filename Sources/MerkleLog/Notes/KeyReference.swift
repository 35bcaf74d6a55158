/// What tells the keys of a note apart.
struct KeyReference: Hashable {
  let name: KeyName
  let keyID: KeyID

  init(name: KeyName, keyID: KeyID) {
    self.name = name
    self.keyID = keyID
  }

  init(_ key: VerifierKey) {
    self.init(name: key.name, keyID: key.keyID)
  }
}
