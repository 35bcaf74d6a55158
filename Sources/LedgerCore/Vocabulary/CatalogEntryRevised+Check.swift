extension CatalogEntryRevised {
  /// A revision changes something, or answers a trigger.
  func checkAsAWhole() throws(LedgerError) {
    if self == CatalogEntryRevised(entry: entry) {
      throw .malformed(
        nil, found: "a revision of nothing", expected: "a key that changes, or a trigger")
    }
  }
}
