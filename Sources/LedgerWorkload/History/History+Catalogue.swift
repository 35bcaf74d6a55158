import LedgerCore

/// Entries of the catalogue: registered, revised, retired and filed (art. 15).
extension History {
  private static let sharing = WeightedChoice<SharingType>([
    (.unconditional, 45), (.conditional, 48), (.notShared, 7),
  ])

  private static let origin = WeightedChoice<DataOrigin?>([
    (.produced, 30), (.obtained, 25), (.collectedByThirdParty, 5), (.authorised, 5), (.system, 15),
    (nil, 20),
  ])

  mutating func registerEntry(
    of body: Int, sharing: SharingType? = nil, origin: DataOrigin? = nil, name: String? = nil
  ) -> Record {
    let own = breach(ofEntryOf: body)
    if own != nil { breach = own }
    defer { if own != nil { breach = nil } }
    let sharing = sharing ?? (own == .entryWithoutBasis ? .conditional : Self.sharing(&random))
    let origin = origin ?? Self.origin(&random)
    let openness = openness(sharing)
    let entry = catalogue.register(for: body, sharing: sharing, openness: openness)
    precedeChanges(of: entry.slot)
    let id = identifier(of: entry, body)
    let profile = directory.bodies[body].type.profile
    let names = CatalogueTexts.names[directory.bodies[body].type.rawValue]
    let data = CatalogEntryRegistered(
      entry: id, department: directory.bodies[body].code,
      name: name ?? names[catalogue[entry.slot].dataSet % names.count],
      classification: profile.classification, format: random.pick(CatalogueTexts.formats),
      fields: profile.subject.attributes.fields,
      updateCycle: random.pick(CatalogueTexts.updateCycles), sharing: sharing,
      sharingMode: random.pick(CatalogueTexts.modes),
      useRequirements: lapses(.entryWithoutItem)
        ? nil : random.pick(CatalogueTexts.useRequirements),
      legalBasis: sharing == .unconditional ? nil : restrictionBasis(),
      openness: openness, origin: origin)
    return record(id, by: body, .catalogEntryRegistered(data))
  }

  /// Art. 22: a restriction states its basis; in an import now and then it says that there is none.
  private mutating func restrictionBasis() -> String {
    lapses(.entryWithoutBasis)
      ? CatalogueTexts.noBasis : random.pick(CatalogueTexts.restrictionBases)
  }

  mutating func identifier(of entry: EntryReference, _ body: Int) -> Identifier {
    identifiers.entry(directory.division(of: body), entry.serial)
  }

  private mutating func openness(_ sharing: SharingType) -> Openness {
    switch sharing {
    case .unconditional: random.pick([.unconditional, .unconditional, .onApplication, .notOpen])
    case .conditional: random.pick([.onApplication, .onApplication, .notOpen, .notOpen, .notOpen])
    case .notShared: .notOpen
    }
  }

  /// Revises any entry, without a trigger.
  mutating func revise() -> Record {
    guard let slot = anyEntry() else { return registerAnother(of: anyBody()) }
    serials.revision += 1
    let id = identifiers("V-", serials.revision)
    return revise(slot, someChange(to: slot), as: id, for: nil)
  }

  mutating func revise(
    _ slot: Int, _ revision: CatalogEntryRevised, as id: Identifier, for trigger: Identifier?
  ) -> Record {
    precedeChanges(of: slot)
    if let sharing = revision.sharing { catalogue.change(slot, to: sharing) }
    if let openness = revision.openness { catalogue.slots[slot].openness = openness }
    var revision = revision
    revision.trigger = trigger
    return record(id, by: catalogue[slot].body, revision, causation: trigger)
  }

  /// A revision that changes nothing yet.
  mutating func revision(of slot: Int) -> CatalogEntryRevised {
    CatalogEntryRevised(entry: identifier(of: catalogue.entry(in: slot), catalogue[slot].body))
  }

  /// A change of one or two keys; one in eight changes how the data is shared.
  private mutating func someChange(to slot: Int) -> CatalogEntryRevised {
    var revision = self.revision(of: slot)
    switch random.below(8) {
    case 0: revision.format = random.pick(CatalogueTexts.formats)
    case 1: revision.sharingMode = random.pick(CatalogueTexts.modes)
    case 2: revision.useRequirements = random.pick(CatalogueTexts.useRequirements)
    case 3: revision.fields = attributes(of: slot).extended
    case 4: revision.openness = openness(catalogue[slot].sharing)
    case 5:
      revision.sharing = catalogue[slot].sharing == .conditional ? .unconditional : .conditional
      revision.legalBasis = random.pick(CatalogueTexts.restrictionBases)
    default:
      revision.updateCycle = random.pick(CatalogueTexts.updateCycles)
      revision.useRequirements = random.pick(CatalogueTexts.useRequirements)
    }
    return revision
  }

  func attributes(of slot: Int) -> AttributeSet {
    directory.bodies[catalogue[slot].body].type.profile.subject.attributes
  }

  /// Retires any entry, without a trigger.
  mutating func retire() -> Record {
    guard catalogue.canShrink, let slot = anyEntry() else {
      return registerAnother(of: anyBody())
    }
    serials.retirement += 1
    return retire(slot, as: identifiers("X-", serials.retirement), for: nil)
  }

  mutating func retire(_ slot: Int, as id: Identifier, for trigger: Identifier?) -> Record {
    precedeChanges(of: slot)
    let body = catalogue[slot].body
    let data = CatalogEntryRetired(
      entry: identifier(of: catalogue.entry(in: slot), body),
      reason: random.pick(CatalogueTexts.retirementReasons), trigger: trigger)
    catalogue.retire(slot)
    return record(
      id, by: body, .catalogEntryRetired(data), correlation: trigger, causation: trigger)
  }

  /// Files entries with the same-level authority (备案); in an import now and then with the province's.
  mutating func fileCatalogue() -> Record {
    let directory = directory
    let isElsewhere = breach == .filingElsewhere
    let found = anyEntry {
      !isElsewhere || directory.bodies[$0.body].seat != 0 && directory.isAnswerable($0.body)
    }
    guard let slot = found else { return registerAnother(of: anyBody()) }
    let body = catalogue[slot].body
    let entries = someEntries(of: body, atMost: random.within(1...12))
    for entry in entries { follow(entry.slot) }
    serials.filing += 1
    let seat = lapses(.filingElsewhere) ? directory.seats[0] : directory.seat(of: body)
    let authority = seat.dataAuthority
    let data = CatalogFiled(
      department: directory.bodies[body].code, authority: directory.bodies[authority].code,
      entries: entries.map { identifier(of: $0, body) })
    return record(identifiers("F-", serials.filing), by: body, .catalogFiled(data))
  }

  /// Some of a body's current entries, in a row.
  mutating func someEntries(of body: Int, atMost count: Int) -> [EntryReference] {
    let slots = catalogue.entries(of: body)
    let first = random.below(slots.count)
    return (0..<min(count, slots.count)).map { offset in
      catalogue.entry(in: slots[(first + offset) % slots.count])
    }
  }

  /// The slot of any current entry that suits; `nil` when a few tries find none.
  mutating func anyEntry(where suits: (Catalogue.Slot) -> Bool = { _ in true }) -> Int? {
    guard !catalogue.slots.isEmpty else { return nil }
    for _ in 0..<16 {
      let slot = random.below(catalogue.slots.count)
      if catalogue[slot].isCurrent, suits(catalogue[slot]) { return slot }
    }
    return nil
  }
}
