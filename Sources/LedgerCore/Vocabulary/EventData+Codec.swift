extension EventData {
  /// Writes the data as an object.
  func write(to writer: inout CanonicalWriter) {
    writer.openObject()
    writeMembers(to: &writer)
    writer.closeObject()
  }

  /// Reads the data of an event of `type`, which is next.
  init(_ type: EventType, reading reader: inout CanonicalReader) throws(LedgerError) {
    try reader.openObject()
    try self.init(membersOf: type, reading: &reader)
    try reader.closeObject()
  }
}

extension StreamName {
  init(_ category: Category, of subject: BodyCode) {
    self.init(category, Identifier(subject.description))
  }

  init(_ category: Category, of subject: Division) {
    self.init(category, Identifier(subject.description))
  }

  init(_ category: Category, of subject: Identifier) { self.init(category, subject) }

  init(_ category: Category, of book: RuleBookName) { self.init(category, Identifier(book.name)) }

  /// The attestations under some books and others that begin with the same are one stream.
  init(_ category: Category, of books: RuleBookNames) {
    self.init(category, Identifier(books.names.first?.name ?? ""))
  }
}
