import WorkingDays

/// What a replay remembers of a stream, besides the version of its last event.
protocol StreamRecord: Sendable {
  var version: Int64 { get set }
}

/// A body's stream.
struct BodyRecord: StreamRecord {
  var version: Int64 = 0
  /// `nil` as long as no registration counted.
  var state: BodyState?
}

/// A catalogue entry's stream.
struct EntryRecord: StreamRecord {
  var version: Int64 = 0
  /// `nil` as long as the entry is not registered.
  var department: BodyCode?
  var retired: Moment?
}

/// The stream of something that obligations are about: a trigger, a request or an incident. It is
/// forgotten when all of them are settled and put away.
struct SubjectRecord: StreamRecord {
  var version: Int64 = 0
  /// The numbers of its obligations, which were opened by one event.
  var obligations: Range<Int64> = 0..<0
  /// How many of them are not put away.
  var unsettled: Int64 = 0
  /// The entry that a request asks for.
  var entry = Name.none
}

/// A project's stream.
struct ProjectRecord: StreamRecord {
  var version: Int64 = 0
  /// The project's place in the list of projects; `nil` before it is submitted.
  var place: Int?
}

/// A stream of which only the version matters.
struct OtherRecord: StreamRecord {
  var version: Int64 = 0
}
