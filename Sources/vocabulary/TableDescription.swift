/// A table of projections, which the first type that writes its rows describes.
struct TableDescription {
  let number: Int
  let name: String
  /// The Swift type of a row.
  let row: String
  /// The name by which `govledger show` prints it.
  let shownAs: String
  /// The columns that fit a terminal; none where all do.
  let shownColumns: [String]
  let description: String
  /// The column that rows are told apart by.
  let key: String
  /// The columns that do not stand in the order of the types that write them.
  let order: [String]
  /// What the column `position` holds.
  let position: String
  let indexes: [Index]

  struct Index {
    let name: String
    let columns: [String]
  }

  init(_ json: OrderedJSON, of type: String) throws {
    number = try (json["number"]?.integer).required("number of the table")
    name = try (json["name"]?.string).required("name of the table")
    row = try (json["row"]?.string).required("row of the table")
    shownAs = try (json["shownAs"]?.string).required("shownAs of the table")
    shownColumns = (json["shownColumns"]?.elements ?? []).compactMap(\.string)
    description = try (json["description"]?.string).required("description of the table")
    key = try (json["key"]?.string).required("key of the table")
    order = (json["order"]?.elements ?? []).compactMap(\.string)
    position = json["position"]?.string ?? "position of \(type)"
    indexes = try (json["indexes"]?.elements ?? []).map { index in
      Index(
        name: try (index["name"]?.string).required("name of an index"),
        columns: (index["columns"]?.elements ?? []).compactMap(\.string))
    }
  }
}

/// What a type does to the rows of a table.
struct RowsDescription {
  let table: String
  /// The key of the data that names the rows to change, where the type does not make one of its own.
  let `where`: String?
  /// The key that the column of the same name must equal for a row to be changed: whose the row is.
  let owner: String?
  let columns: [ColumnDescription]

  init(_ json: OrderedJSON) throws {
    table = try (json["table"]?.string).required("table of the rows")
    `where` = json["where"]?.string
    owner = json["owner"]?.string
    columns = try (json["columns"]?.elements ?? []).map(ColumnDescription.init)
  }
}

/// A column that a type writes.
struct ColumnDescription {
  let name: String
  let source: Source
  let description: String?
  /// What the column may hold, where several types write names of their own.
  let values: [String]
  /// Whether the column keeps its value when the key is absent.
  let isKept: Bool
  /// The choice on which the column is written.
  let condition: (key: String, value: String)?
  /// Whether the earliest time stays.
  let isEarliest: Bool

  enum Source: Equatable {
    /// A key of the data.
    case key(String)
    /// The same for every event of the type.
    case constant(String)
    /// When the act took place.
    case occurredAt
    /// The body that acted.
    case actor
    case position
    /// The position of the event that a key names.
    case eventPosition(String)
    /// The department of the entry that a key names.
    case department(ofEntry: String)
    /// The body that a key names, or whoever took its place as the holder of the row's entry.
    case heir(of: String)
    /// The level of the division that a key names.
    case level(ofDivision: String)
  }

  init(_ json: OrderedJSON) throws {
    name = try (json["name"]?.string).required("name of a column")
    description = json["description"]?.string
    values = (json["values"]?.elements ?? []).compactMap(\.string)
    isKept = json["whenGiven"]?.isTrue ?? false
    isEarliest = json["earliest"]?.isTrue ?? false
    if let when = json["when"]?.members.first, let value = when.value.string {
      condition = (when.key, value)
    } else {
      condition = nil
    }
    if let constant = json["is"]?.string {
      source = .constant(constant)
    } else {
      let from = try (json["from"]?.string).required("“from” or “is” of column \(name)")
      switch (from, from.split(separator: ".").map(String.init)) {
      case ("occurredAt", _): source = .occurredAt
      case ("actor", _): source = .actor
      case ("position", _): source = .position
      case (_, let parts) where parts.count == 2 && parts[1] == "position":
        source = .eventPosition(parts[0])
      case (_, let parts) where parts.count == 2 && parts[1] == "department":
        source = .department(ofEntry: parts[0])
      case (_, let parts) where parts.count == 2 && parts[1] == "heir": source = .heir(of: parts[0])
      case (_, let parts) where parts.count == 2 && parts[1] == "level":
        source = .level(ofDivision: parts[0])
      default: source = .key(from)
      }
    }
  }
}
