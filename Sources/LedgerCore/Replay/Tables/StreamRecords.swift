import WorkingDays

/// What a replay remembers of a stream, besides the version of its last event.
///
/// A version is kept modulo 2³²: versions are compared with the one before, and a log has fewer
/// events than that.
protocol StreamRecord: Sendable {
  var version: UInt32 { get set }
}

/// A body's stream.
struct BodyRecord: StreamRecord {
  var version: UInt32 = 0
  /// `nil` as long as no registration counted.
  var state: BodyState?
}

/// A catalogue entry's stream.
struct EntryRecord: StreamRecord {
  var version: UInt32 = 0
  /// None as long as the entry is not registered.
  var department = BodyPlace.none
  /// How the data is shared.
  var sharing: SharingType = .notShared
  /// How it is open to the public.
  var openness: Openness = .notOpen
  /// When it was registered in the world.
  var registeredAt = Instant.min
  /// The place in the list of retirements of the one that counts; `nil` where there is none.
  var retirement: UInt32?

  var isRegistered: Bool { department != .none }
}

/// The stream of something that obligations are about: a matter. It is forgotten when all of them
/// are settled and put away, and no act to come can open one more.
struct SubjectRecord: StreamRecord {
  var version: UInt32 = 0
  /// How many obligations its first event opened.
  var opened: UInt32 = 0
  /// How many of all its obligations are not put away.
  var unsettled: UInt32 = 0
  /// The department that a trigger or an incident names.
  var department = BodyPlace.none
  /// The number of the first obligation.
  var first: Int64 = 0
  /// The entry that is asked for.
  var entry = Name.none
  /// Who asks, of a share request.
  var asker = BodyPlace.none
  /// The hash of the purpose of a share request (``Grants``).
  var purpose: UInt64 = 0

  /// The numbers of the obligations that its first event opened.
  var obligations: Range<Int64> { first..<first + Int64(opened) }
}

/// A project's stream.
struct ProjectRecord: StreamRecord {
  var version: UInt32 = 0
  /// The project's place in the list of projects; `nil` before it is submitted.
  var place: UInt32?
}

/// A stream of which only the version matters.
struct OtherRecord: StreamRecord {
  var version: UInt32 = 0
}
