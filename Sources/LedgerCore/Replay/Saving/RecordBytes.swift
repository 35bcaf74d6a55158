import WorkingDays

/// What a saved replay can hold of a table.
protocol Savable {
  func write(to writer: inout CompactWriter)
  init?(from reader: inout CompactReader)
}

extension BodyPlace: Savable {
  func write(to writer: inout CompactWriter) { writer.number(self == .none ? -1 : Int64(number)) }

  init?(from reader: inout CompactReader) {
    guard let place = reader.number(), place < reader.limits.bodies else { return nil }
    self = UInt32(exactly: place).map(BodyPlace.init(number:)) ?? .none
  }
}

extension BodyRecord: Savable {
  func write(to writer: inout CompactWriter) {
    writer.number(version)
    writer.optional(state) { writer, state in
      writer.division(state.division)
      writer.choice(state.kind)
    }
  }

  init?(from reader: inout CompactReader) {
    guard let version = reader.number32(), let state = reader.optional(Self.state) else {
      return nil
    }
    self.init(version: version, state: state)
  }

  private static func state(from reader: inout CompactReader) -> BodyState? {
    guard let division = reader.division(), let kind: BodyKind = reader.choice() else {
      return nil
    }
    return BodyState(division: division, kind: kind)
  }
}

extension EntryRecord: Savable {
  func write(to writer: inout CompactWriter) {
    writer.number(version)
    department.write(to: &writer)
    writer.choice(sharing)
    writer.choice(openness)
    writer.instant(registeredAt)
    writer.optional(retirement) { $0.number($1) }
  }

  init?(from reader: inout CompactReader) {
    guard let version = reader.number32(), let department = BodyPlace(from: &reader),
      let sharing: SharingType = reader.choice(), let openness: Openness = reader.choice(),
      let registeredAt = reader.instant(),
      let retirement = reader.optional({ $0.number32(below: $0.limits.retirements) })
    else { return nil }
    self.init(
      version: version, department: department, sharing: sharing, openness: openness,
      registeredAt: registeredAt, retirement: retirement)
  }
}

extension SubjectRecord: Savable {
  func write(to writer: inout CompactWriter) {
    writer.number(version)
    writer.number(opened)
    writer.number(unsettled)
    department.write(to: &writer)
    writer.number(first)
    writer.name(entry)
    asker.write(to: &writer)
    writer.number(Int64(bitPattern: purpose))
  }

  init?(from reader: inout CompactReader) {
    guard let version = reader.number32(), let opened = reader.number32(),
      let unsettled = reader.number32(), let department = BodyPlace(from: &reader),
      let first = reader.number(below: reader.limits.obligations - Int64(opened) + 1),
      let entry = reader.name(), let asker = BodyPlace(from: &reader), let purpose = reader.number()
    else { return nil }
    self.init(
      version: version, opened: opened, unsettled: unsettled, department: department,
      first: first, entry: entry, asker: asker, purpose: UInt64(bitPattern: purpose))
  }
}

extension ProjectRecord: Savable {
  func write(to writer: inout CompactWriter) {
    writer.number(version)
    writer.optional(place) { $0.number($1) }
  }

  init?(from reader: inout CompactReader) {
    guard let version = reader.number32(),
      let place = reader.optional({ $0.number32(below: $0.limits.projects) })
    else { return nil }
    self.init(version: version, place: place)
  }
}

extension OtherRecord: Savable {
  func write(to writer: inout CompactWriter) { writer.number(version) }

  init?(from reader: inout CompactReader) {
    guard let version = reader.number32() else { return nil }
    self.init(version: version)
  }
}

extension Moment: Savable {
  func write(to writer: inout CompactWriter) { writer.moment(self) }

  init?(from reader: inout CompactReader) {
    guard let moment = reader.moment() else { return nil }
    self = moment
  }
}
