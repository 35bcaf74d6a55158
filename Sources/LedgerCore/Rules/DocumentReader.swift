import WorkingDays

/// Reads the documents that come with the law (rule books, notices) from JSON, strictly.
struct DocumentReader {
  let value: JSONValue
  let path: String

  init(_ value: JSONValue, path: String = "") {
    self.value = value
    self.path = path
  }

  func fault(_ expected: String) -> LedgerError {
    .malformed(path.isEmpty ? nil : path, found: value.shown, expected: expected)
  }

  /// An object that has the `required` keys, and no others but the `optional` ones.
  func object(_ required: [String], optional: [String] = []) throws(LedgerError) {
    guard case .object(let members) = value else { throw fault("an object") }
    for member in members where !required.contains(member.key) && !optional.contains(member.key) {
      throw .malformed(join(member.key), found: "an unknown key", expected: "no such key")
    }
    for key in required where value[key] == nil {
      throw .malformed(join(key), found: "no such key", expected: "the key, which is required")
    }
  }

  subscript(key: String) -> DocumentReader {
    DocumentReader(value[key] ?? .null, path: join(key))
  }

  func optional(_ key: String) -> DocumentReader? {
    value[key].map { DocumentReader($0, path: join(key)) }
  }

  private func join(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

  func elements() throws(LedgerError) -> [DocumentReader] {
    guard case .array(let elements) = value else { throw fault("a list") }
    return elements.enumerated().map { DocumentReader($1, path: "\(path)[\($0)]") }
  }

  func text() throws(LedgerError) -> String {
    guard case .string(let text) = value, Visible.isText(text) else { throw fault("text") }
    return text
  }

  func constant(_ expected: String) throws(LedgerError) {
    guard value == .string(expected) else { throw fault("“\(expected)”") }
  }

  func choice<Value: RawRepresentable<String> & CaseIterable>() throws(LedgerError) -> Value {
    guard case .string(let name) = value, let choice = Value(rawValue: name) else {
      throw fault("one of " + Value.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }

  func date() throws(LedgerError) -> CivilDate {
    guard case .string(let text) = value, let date = CivilDate(text) else {
      throw fault("a date that exists, as YYYY-MM-DD")
    }
    return date
  }

  func bool() throws(LedgerError) -> Bool {
    guard case .bool(let bool) = value else { throw fault("true or false") }
    return bool
  }

  func integer() throws(LedgerError) -> Int {
    guard case .integer(let integer) = value, let integer = Int(exactly: integer) else {
      throw fault("a whole number")
    }
    return integer
  }

  func bilingual() throws(LedgerError) -> BilingualText {
    try object(["zh", "en"])
    return BilingualText(zh: try self["zh"].text(), en: try self["en"].text())
  }
}
