import WorkingDays

/// How data may be shared with other administrative organs (共享类型, art. 22).
public enum SharingType: String, Sendable, CaseIterable {
  /// Unconditionally shared (无条件共享): taken directly from the platform.
  case unconditional
  /// Conditionally shared (有条件共享): on request, answered within 10 working days (art. 23).
  case conditional
  /// Not shared (不予共享).
  case notShared
}

/// How data is open to the public (art. 25).
public enum Openness: String, Sendable, CaseIterable {
  /// Unconditionally open (无条件开放).
  case unconditional
  /// Open on application (依申请开放).
  case onApplication
  /// Outside the scope of opening.
  case notOpen
}

/// Where government data comes from (来源, art. 3).
public enum DataOrigin: String, Sendable, CaseIterable {
  /// Made by the department in the course of its duties (制作).
  case produced
  /// Obtained in the course of its duties, or collected directly (获取).
  case obtained
  /// Collected through a third party by law (通过第三方依法采集).
  case collectedByThirdParty
  /// Managed under an authorisation by law (依法经授权管理).
  case authorised
  /// Formed by the information systems that its duties need (依托政务信息系统形成).
  case system
}

/// One attribute (属性) of the data that an entry describes.
public struct EntryField: Hashable, Sendable {
  /// Its name, unique in the entry.
  public let name: String
  /// Its type, in the department's own words.
  public let type: String

  /// Describes an attribute.
  public init(name: String, type: String) {
    self.name = name
    self.type = type
  }

  static func list(reading reader: inout CanonicalReader) throws(LedgerError) -> [EntryField] {
    let fields = try reader.list { reader throws(LedgerError) in
      try reader.openObject()
      let field = EntryField(name: try reader.text("name"), type: try reader.text("type"))
      try reader.closeObject()
      return field
    }
    guard !fields.isEmpty else {
      throw .malformed(nil, found: "an empty list", expected: "at least one field")
    }
    var names = Set<Identifier>()
    for field in fields where !names.insert(Identifier(field.name)).inserted {
      throw .malformed(
        nil, found: "the field “\(JSONValue.cut(field.name))” twice",
        expected: "every name once")
    }
    return fields
  }

  static func write(_ fields: [EntryField]?, to writer: inout CanonicalWriter) {
    guard let fields else { return }
    writer.key("fields")
    writer.openArray()
    for field in fields {
      writer.element()
      writer.openObject()
      writer.member("name", field.name)
      writer.member("type", field.type)
      writer.closeObject()
    }
    writer.closeArray()
  }
}

/// `catalog.entry-registered`: an entry of a department's catalogue (政务数据目录, art. 15).
public struct EntryRegistered: Hashable, Sendable, EventPayload {
  /// The entry.
  public let entry: Identifier
  /// The department whose data it describes.
  public let department: BodyCode
  /// The entry's name.
  public let name: String
  /// Classification (分类).
  public let classification: String
  /// Format (格式).
  public let format: String
  /// Attributes (属性).
  public let fields: [EntryField]
  /// Update period (更新时限).
  public let updateCycle: String
  /// Sharing type (共享类型).
  public let sharing: SharingType
  /// Sharing mode (共享方式).
  public let sharingMode: String
  /// Requirements for use (使用要求).
  public let useRequirements: String
  /// The laws, regulations or rules behind a restriction (art. 22).
  public let legalBasis: String?
  /// Openness to the public (art. 25).
  public let openness: Openness
  /// Where the data comes from (art. 3), where it is said.
  public let origin: DataOrigin?
  /// Whether the data is marked as a state secret; such data is outside the order and is refused
  /// (art. 2).
  public let isStateSecret: Bool?

  /// Registers an entry. `legalBasis` is required unless sharing is unconditional (art. 22).
  public init(
    entry: Identifier, department: BodyCode, name: String, classification: String, format: String,
    fields: [EntryField], updateCycle: String, sharing: SharingType, sharingMode: String,
    useRequirements: String, legalBasis: String? = nil, openness: Openness,
    origin: DataOrigin? = nil, isStateSecret: Bool? = nil
  ) {
    self.entry = entry
    self.department = department
    self.name = name
    self.classification = classification
    self.format = format
    self.fields = fields
    self.updateCycle = updateCycle
    self.sharing = sharing
    self.sharingMode = sharingMode
    self.useRequirements = useRequirements
    self.legalBasis = legalBasis
    self.openness = openness
    self.origin = origin
    self.isStateSecret = isStateSecret
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    classification = try reader.text("classification")
    department = try reader.bodyCode("department")
    entry = try reader.identifier("entry")
    fields = try reader.member("fields", EntryField.list)
    format = try reader.text("format")
    legalBasis = try reader.optionalText("legalBasis")
    name = try reader.text("name")
    openness = try reader.choice("openness")
    origin = try reader.optionalChoice("origin")
    sharing = try reader.choice("sharing")
    sharingMode = try reader.text("sharingMode")
    isStateSecret = try reader.optional("stateSecret") { reader throws(LedgerError) in
      try reader.bool()
    }
    updateCycle = try reader.text("updateCycle")
    useRequirements = try reader.text("useRequirements")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("classification", classification)
    writer.member("department", department)
    writer.member("entry", entry)
    EntryField.write(fields, to: &writer)
    writer.member("format", format)
    writer.member("legalBasis", legalBasis)
    writer.member("name", name)
    writer.member("openness", openness)
    writer.member("origin", origin)
    writer.member("sharing", sharing)
    writer.member("sharingMode", sharingMode)
    if let isStateSecret { writer.member("stateSecret", isStateSecret) }
    writer.member("updateCycle", updateCycle)
    writer.member("useRequirements", useRequirements)
  }

  var stream: StreamName { StreamName(.catalogEntry, entry) }
}

/// `catalog.entry-revised`: an entry changes, perhaps in answer to an update trigger (art. 16).
public struct EntryRevised: Hashable, Sendable, EventPayload {
  /// The entry.
  public let entry: Identifier
  /// The update trigger that the revision answers.
  public let trigger: Identifier?
  /// What changes.
  public let changes: Changes

  /// The keys of an entry that a revision changes; those that stay are `nil`.
  public struct Changes: Hashable, Sendable {
    /// The department whose data it describes.
    public var department: BodyCode?
    /// The entry's name.
    public var name: String?
    /// Classification (分类).
    public var classification: String?
    /// Format (格式).
    public var format: String?
    /// Attributes (属性).
    public var fields: [EntryField]?
    /// Update period (更新时限).
    public var updateCycle: String?
    /// Sharing type (共享类型).
    public var sharing: SharingType?
    /// Sharing mode (共享方式).
    public var sharingMode: String?
    /// Requirements for use (使用要求).
    public var useRequirements: String?
    /// The basis of a restriction (art. 22).
    public var legalBasis: String?
    /// Openness to the public (art. 25).
    public var openness: Openness?

    /// No change yet.
    public init() {}
  }

  /// Revises an entry. Without a trigger, at least one key must change.
  public init(entry: Identifier, trigger: Identifier? = nil, changes: Changes) {
    self.entry = entry
    self.trigger = trigger
    self.changes = changes
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    var changes = Changes()
    changes.classification = try reader.optionalText("classification")
    changes.department = try reader.optional("department") { reader throws(LedgerError) in
      try reader.bodyCode()
    }
    entry = try reader.identifier("entry")
    changes.fields = try reader.optional("fields", EntryField.list)
    changes.format = try reader.optionalText("format")
    changes.legalBasis = try reader.optionalText("legalBasis")
    changes.name = try reader.optionalText("name")
    changes.openness = try reader.optionalChoice("openness")
    changes.sharing = try reader.optionalChoice("sharing")
    changes.sharingMode = try reader.optionalText("sharingMode")
    trigger = try reader.optionalIdentifier("trigger")
    changes.updateCycle = try reader.optionalText("updateCycle")
    changes.useRequirements = try reader.optionalText("useRequirements")
    self.changes = changes
    if trigger == nil, changes == Changes() {
      throw .malformed(
        nil, found: "a revision of nothing", expected: "a key that changes, or a trigger")
    }
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("classification", changes.classification)
    writer.member("department", changes.department)
    writer.member("entry", entry)
    EntryField.write(changes.fields, to: &writer)
    writer.member("format", changes.format)
    writer.member("legalBasis", changes.legalBasis)
    writer.member("name", changes.name)
    writer.member("openness", changes.openness)
    writer.member("sharing", changes.sharing)
    writer.member("sharingMode", changes.sharingMode)
    writer.member("trigger", trigger)
    writer.member("updateCycle", changes.updateCycle)
    writer.member("useRequirements", changes.useRequirements)
  }

  var stream: StreamName { StreamName(.catalogEntry, entry) }
}

/// `catalog.entry-retired`: an entry leaves the catalogue.
public struct EntryRetired: Hashable, Sendable, EventPayload {
  /// The entry.
  public let entry: Identifier
  /// Why it is retired.
  public let reason: String
  /// The update trigger that the retirement answers.
  public let trigger: Identifier?

  /// Retires an entry.
  public init(entry: Identifier, reason: String, trigger: Identifier? = nil) {
    self.entry = entry
    self.reason = reason
    self.trigger = trigger
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    entry = try reader.identifier("entry")
    reason = try reader.text("reason")
    trigger = try reader.optionalIdentifier("trigger")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("entry", entry)
    writer.member("reason", reason)
    writer.member("trigger", trigger)
  }

  var stream: StreamName { StreamName(.catalogEntry, entry) }
}

/// What makes an update of the catalogue due (art. 16).
public enum UpdateTriggerKind: String, Sendable, CaseIterable {
  /// A law or regulation (法律、法规) was amended.
  case lawAmended
  /// The department's own functions (行政管理职能) changed.
  case functionsChanged
}

/// `catalog.update-triggered`: the law or the functions changed; 15 working days run (art. 16).
public struct UpdateTriggered: Hashable, Sendable, EventPayload {
  /// The trigger.
  public let trigger: Identifier
  /// The department that has to update its catalogue.
  public let department: BodyCode
  /// What changed.
  public let kind: UpdateTriggerKind
  /// The instrument that changed it, by name.
  public let instrument: String
  /// When the instrument was promulgated.
  public let promulgatedOn: CivilDate?
  /// When it takes effect: the day from which the working days are counted.
  public let effectiveOn: CivilDate
  /// The entries that it touches; empty when that is for the department to find out.
  public let entries: [Identifier]

  /// Records a trigger.
  public init(
    trigger: Identifier, department: BodyCode, kind: UpdateTriggerKind, instrument: String,
    promulgatedOn: CivilDate? = nil, effectiveOn: CivilDate, entries: [Identifier]
  ) {
    self.trigger = trigger
    self.department = department
    self.kind = kind
    self.instrument = instrument
    self.promulgatedOn = promulgatedOn
    self.effectiveOn = effectiveOn
    self.entries = entries
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    department = try reader.bodyCode("department")
    effectiveOn = try reader.date("effectiveOn")
    entries = try reader.identifiers("entries", orEmpty: true)
    instrument = try reader.text("instrument")
    kind = try reader.choice("kind")
    promulgatedOn = try reader.optional("promulgatedOn") { reader throws(LedgerError) in
      try reader.date()
    }
    trigger = try reader.identifier("trigger")
    // An obligation is named sd329.16/<trigger>/<entry>: a slash would make two of one name.
    if trigger.text.utf8.contains(UInt8(ascii: "/")) {
      throw .malformed(
        "trigger", found: "“\(trigger)”", expected: "an identifier without “/”")
    }
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("department", department)
    writer.member("effectiveOn", effectiveOn)
    writer.member("entries", entries)
    writer.member("instrument", instrument)
    writer.member("kind", kind)
    writer.member("promulgatedOn", promulgatedOn)
    writer.member("trigger", trigger)
  }

  var stream: StreamName { StreamName(.updateTrigger, trigger) }
}

/// What a review of an update trigger found.
public enum ReviewOfTriggerOutcome: String, Sendable, CaseIterable {
  /// The catalogue is right as it stands.
  case noChangeNeeded
}

/// `catalog.trigger-reviewed`: the department looked, and nothing needs to change (art. 16).
public struct TriggerReviewed: Hashable, Sendable, EventPayload {
  /// The trigger.
  public let trigger: Identifier
  /// The entry reviewed; `nil` when all that the trigger touches were.
  public let entry: Identifier?
  /// What was found.
  public let outcome: ReviewOfTriggerOutcome
  /// Why.
  public let reason: String

  /// Records a review.
  public init(
    trigger: Identifier, entry: Identifier? = nil,
    outcome: ReviewOfTriggerOutcome = .noChangeNeeded, reason: String
  ) {
    self.trigger = trigger
    self.entry = entry
    self.outcome = outcome
    self.reason = reason
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    entry = try reader.optionalIdentifier("entry")
    outcome = try reader.choice("outcome")
    reason = try reader.text("reason")
    trigger = try reader.identifier("trigger")
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("entry", entry)
    writer.member("outcome", outcome)
    writer.member("reason", reason)
    writer.member("trigger", trigger)
  }

  var stream: StreamName { StreamName(.updateTrigger, trigger) }
}

/// `catalog.filed`: a department files (备案) its catalogue with the same-level authority (art. 15).
public struct CatalogFiled: Hashable, Sendable, EventPayload {
  /// The department.
  public let department: BodyCode
  /// The authority that receives the filing.
  public let authority: BodyCode
  /// The entries filed.
  public let entries: [Identifier]

  /// Records a filing.
  public init(department: BodyCode, authority: BodyCode, entries: [Identifier]) {
    self.department = department
    self.authority = authority
    self.entries = entries
  }

  init(reading reader: inout CanonicalReader) throws(LedgerError) {
    authority = try reader.bodyCode("authority")
    department = try reader.bodyCode("department")
    entries = try reader.identifiers("entries", orEmpty: false)
  }

  func write(to writer: inout CanonicalWriter) {
    writer.member("authority", authority)
    writer.member("department", department)
    writer.member("entries", entries)
  }

  var stream: StreamName { StreamName(.catalog, Identifier(department.description)) }
}
