import WorkingDays

/// The acts that moved an obligation's clock, as a column of its row keeps them: canonical JSON.
struct ClockColumn {
  /// The most acts that a row keeps. No matter has so many; a log that was made to have them must not
  /// make every further one dearer. An audit counts them all.
  static let most = 1000

  let acts: [ClockAct]

  init(_ acts: [ClockAct]) {
    self.acts = Array(acts.prefix(Self.most)).sorted { $0.moment < $1.moment }
  }

  /// Reads the column.
  ///
  /// - Throws: `damaged` when it is not what was written.
  init(_ column: ColumnValue) throws(LedgerError) {
    guard column != .null else {
      acts = []
      return
    }
    guard case .array(let elements)? = try? JSONValue(parsing: column.text.utf8) else {
      throw Self.damaged
    }
    var acts: [ClockAct] = []
    for element in elements {
      guard let act = ClockAct(element) else { throw Self.damaged }
      acts.append(act)
    }
    self.acts = acts
  }

  static var damaged: LedgerError {
    LedgerError(.damaged, "the projection of obligations is not what was written")
  }

  /// Adds the column's value to a change.
  func append(to changes: inout RowChanges) {
    guard !acts.isEmpty else { return changes.appendNull() }
    changes.append { $0 += JSONValue.array(acts.map(\.json)).canonicalBytes }
  }
}

extension ClockAct {
  fileprivate var json: JSONValue {
    .object([
      .init(key: "act", value: .string(type.rawValue)),
      .init(key: "consented", value: .bool(isConsented)),
      .init(key: "days", value: .integer(Int64(days))),
      .init(key: "occurredAt", value: .string(moment.occurredAt.description)),
      .init(key: "position", value: .integer(moment.position)),
      .init(key: "receivedOn", value: .string(receivedOn.description)),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard case .string(let type)? = json["act"], let type = EventType(rawValue: type),
      case .bool(let isConsented)? = json["consented"],
      case .integer(let days)? = json["days"], let days = Int(exactly: days),
      case .string(let occurredAt)? = json["occurredAt"],
      let occurredAt = Instant(rfc3339: occurredAt),
      case .integer(let position)? = json["position"],
      case .string(let receivedOn)? = json["receivedOn"], let receivedOn = CivilDate(receivedOn)
    else { return nil }
    self.init(
      type: type, moment: Moment(occurredAt: occurredAt, position: position), days: days,
      isConsented: isConsented, receivedOn: receivedOn)
  }
}
