/// What is wrong with a schema, and where.
struct VocabularyError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }

  /// The same, with where it is.
  func `in`(_ place: String) -> VocabularyError { VocabularyError("\(place): \(description)") }
}

extension Optional {
  /// The value, which must be there.
  func required(_ what: String) throws -> Wrapped {
    guard let self else { throw VocabularyError("found no \(what), which is required") }
    return self
  }
}
