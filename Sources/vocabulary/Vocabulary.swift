import Foundation

/// All that the schemas describe.
struct Vocabulary {
  /// The types, in the order of their numbers.
  let events: [EventDescription]
  /// The tables, in the order of theirs.
  let tables: [Table]
  /// The table of obligations, which is no type's own: its number and the statements that make it.
  let obligations: String
  /// The views: the statements that make them.
  let views: String
  /// The divisions that were abolished, with those that took their place.
  let successions: [(division: String, successor: String, from: String)]
  /// Since when the order binds whom.
  let scope: OrderScope

  /// The number of the table of obligations among the tables.
  static let obligationsNumber = 7

  /// Reads what stands under `Schemas` in a folder.
  init(under root: URL) throws {
    let schemas = root.appending(path: "Schemas")
    let folder = schemas.appending(path: "events")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    var texts: [String: OrderedJSON] = [:]
    for name in names {
      let text = try String(contentsOf: folder.appending(path: "\(name).json"), encoding: .utf8)
      do {
        texts[name] = try OrderedJSON(text)
      } catch let error as VocabularyError {
        throw error.in("\(name).json")
      }
    }
    let parts = schemas.appending(path: "parts")
    try self.init(
      texts,
      obligations: String(
        contentsOf: parts.appending(path: "obligations.sql"), encoding: .utf8),
      views: String(contentsOf: parts.appending(path: "views.sql"), encoding: .utf8),
      successions: Self.successions(
        in: root.appending(path: "Sources/LedgerCore/Bundled/divisions.json")),
      scope: OrderScope(book: root.appending(path: "Sources/LedgerCore/Bundled/order-329.json")))
  }

  /// The successions in the list of divisions that the program carries.
  private static func successions(
    in file: URL
  ) throws -> [(division: String, successor: String, from: String)] {
    let list = try OrderedJSON(String(contentsOf: file, encoding: .utf8))
    return (list["divisions"]?.elements ?? []).compactMap { row in
      guard let code = row["code"]?.string, let successor = row["successor"]?.string,
        let from = row["abolishedFrom"]?.string
      else { return nil }
      return (code, successor, from)
    }
  }

  /// Takes the schemas by the names of their types.
  init(
    _ schemas: [String: OrderedJSON], obligations: String, views: String,
    successions: [(division: String, successor: String, from: String)] = [],
    scope: OrderScope = OrderScope()
  ) throws {
    events = try schemas.map { type, schema in
      do {
        return try EventDescription(type, schema, among: schemas)
      } catch let error as VocabularyError {
        throw error.in("\(type).json")
      }
    }.sorted { $0.number < $1.number }
    for (number, event) in zip(1..., events) where event.number != number {
      throw VocabularyError(
        "\(event.type).json: found the number \(event.number), expected \(number):"
          + " numbers follow each other, each once")
    }
    tables = try Table.all(of: events)
    self.obligations = obligations
    self.views = views
    self.successions = successions
    self.scope = scope
  }

  /// The keys of all types' data, each once.
  var keys: [String] { Set(events.flatMap { $0.keys.map(\.name) }).sorted() }

  /// The kinds of stream, in the order of the types that belong to them, with what each is about.
  var categories: [String] {
    var categories: [String] = []
    for event in events where !categories.contains(event.stream.category) {
      categories.append(event.stream.category)
    }
    return categories
  }

  /// The types whose schema lists the names of a choice.
  var choices: [KeyDescription.Choice] {
    var choices: [KeyDescription.Choice] = []
    for key in events.flatMap(\.keys) {
      guard case .choice(let choice) = key.kind,
        !choices.contains(where: { $0.swiftType == choice.swiftType })
      else { continue }
      choices.append(choice)
    }
    return choices
  }

  /// The names of the tables in the order in which a digest takes them.
  var tableNames: [String] {
    var names = tables.map(\.name)
    names.insert("obligations", at: min(Self.obligationsNumber - 1, names.count))
    return names
  }

  /// The names of the views.
  var viewNames: [String] {
    views.split(separator: "\n").filter { $0.hasPrefix("CREATE VIEW ") }.compactMap {
      $0.split(separator: " ").dropFirst(2).first.map(String.init)
    }
  }
}

/// A table with all its columns.
struct Table {
  let description: TableDescription
  let columns: [Column]
  /// The types that write it, in the order of their numbers.
  let writers: [EventDescription]

  var name: String { description.name }

  struct Column {
    let name: String
    let sqlType: String
    let isKey: Bool
    let isNull: Bool
    let description: String
    /// The Swift type of the value in a row.
    let swiftType: String
    /// The names that it may hold with what they mean, where the row has a type of its own for them.
    var values: [(name: String, words: String)] = []
  }
}

// MARK: - Putting tables together

extension Table {
  static func all(of events: [EventDescription]) throws -> [Table] {
    let described = events.compactMap(\.table?.name)
    for event in events {
      guard let rows = event.rows, !described.contains(rows.table) else { continue }
      throw VocabularyError(
        "\(event.type).json: found rows of \(rows.table), which no type describes")
    }
    var tables: [Table] = []
    for event in events {
      guard let description = event.table else { continue }
      let writers = events.filter { $0.rows?.table == description.name }
      do {
        tables.append(try Table(description, writers))
      } catch let error as VocabularyError {
        throw error.in("table \(description.name)")
      }
    }
    return tables.sorted { $0.description.number < $1.description.number }
  }

  private init(_ description: TableDescription, _ writers: [EventDescription]) throws {
    self.description = description
    self.writers = writers
    var names = description.order
    for writer in writers {
      for column in writer.rows?.columns ?? [] where !names.contains(column.name) {
        names.append(column.name)
      }
    }
    names.removeAll { $0 == "position" }
    let position = Column(
      name: "position", sqlType: "INTEGER", isKey: description.key == "position", isNull: false,
      description: description.position, swiftType: "Int64")
    let others = try names.map { try Self.column($0, of: description, writers) }
    columns = position.isKey ? [position] + others : others + [position]
    guard columns.contains(where: \.isKey) else {
      throw VocabularyError("found no column of the key \(description.key)")
    }
    for shown in description.shownColumns where !columns.contains(where: { $0.name == shown }) {
      throw VocabularyError("found no column \(shown), which is to be shown")
    }
  }

  private static func column(
    _ name: String, of table: TableDescription, _ writers: [EventDescription]
  ) throws -> Column {
    let own = writers.flatMap { writer in
      (writer.rows?.columns ?? []).filter { $0.name == name }.map { (writer, $0) }
    }
    guard let (writer, column) = own.first else {
      throw VocabularyError("found the column \(name), which no type writes")
    }
    let words = try (column.description).required("description of the column \(name)")
    let creators = writers.filter(\.createsRows)
    let isKey = name == table.key
    let isNull =
      !isKey
      && !creators.allSatisfy { creator in
        own.contains { $0.0.type == creator.type && creator.surelyHas($0.1.source) }
      }
    var swiftType = try writer.swiftType(of: column.source)
    var values: [(name: String, words: String)] = []
    if !column.values.isEmpty {
      swiftType = name.upperCamelCase
      values = try column.values.map { value in
        (
          value,
          try (own.lazy.compactMap { $0.words(for: value, in: $1) }.first)
            .required("words for “\(value)” in the column \(name)")
        )
      }
    }
    return Column(
      name: name, sqlType: try writer.sqlType(of: column.source), isKey: isKey, isNull: isNull,
      description: words, swiftType: swiftType, values: values)
  }
}

extension EventDescription {
  /// Whether an event of the type may make a row.
  var createsRows: Bool {
    guard let rows, let key = rows.where else { return rows != nil }
    return key == stream.key && (act == .opens || act == .joins || act == .joinsOnce)
  }

  private var act: Act { stream.act }

  /// Whether a source always has a value.
  fileprivate func surelyHas(_ source: ColumnDescription.Source) -> Bool {
    switch source {
    case .constant, .occurredAt, .actor, .position: true
    case .key(let name), .heir(let name), .level(let name), .eventPosition(let name):
      key(name)?.isOptional == false
    case .department: false
    }
  }

  fileprivate func swiftType(of source: ColumnDescription.Source) throws -> String {
    switch source {
    case .constant: "String"
    case .occurredAt: "Instant"
    case .actor, .department: "BodyCode"
    case .position, .eventPosition: "Int64"
    case .level: "Division.Level"
    case .key(let name), .heir(let name): try key(name).required("key \(name)").kind.swiftType
    }
  }

  fileprivate func sqlType(of source: ColumnDescription.Source) throws -> String {
    switch source {
    case .constant, .occurredAt, .actor, .department, .level: "TEXT"
    case .position, .eventPosition: "INTEGER"
    case .key(let name), .heir(let name): try key(name).required("key \(name)").kind.sqlType
    }
  }

  /// What a name means that the type writes into a column.
  fileprivate func words(for value: String, in column: ColumnDescription) -> String? {
    switch column.source {
    case .constant(value): return title
    case .key(let name):
      guard case .choice(let choice)? = key(name)?.kind else { return nil }
      return choice.values.first { $0.name == value }?.words
    default: return nil
    }
  }
}
