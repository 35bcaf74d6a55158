import Testing

@testable import LedgerCore

/// What is found in a leaf without reading the event is what the event says.
@Suite struct LeafMembersTests {
  @Test(arguments: EventType.allCases)
  func theMembersAreThoseOfTheEvent(type: EventType) throws {
    for isOrdinary in [false, true] {
      var random = RandomEvents(seed: 31, isOrdinary: isOrdinary)
      for _ in 0..<40 {
        let event = random.event(type)
        let leaf = event.canonicalBytes
        // Bytes before and after a leaf are those of its neighbours.
        let bytes = leaf + leaf + leaf
        try bytes.withUnsafeBytes { bytes in
          let members = try #require(LeafMembers(of: leaf.count..<2 * leaf.count, in: bytes))
          members.check(event, in: bytes)
        }
      }
    }
  }

  /// Texts that look like the members, and data that has members of these names.
  @Test func whatLooksLikeAMemberIsNone() throws {
    for text in [#","id":"x","#, #"","type":"y"#, #"\","stream":"z"#, "\\", #"a\\"#, ","] {
      let data = CatalogEntryRetired(
        entry: Identifier(text), reason: text, trigger: Identifier(text))
      let record = Record(
        id: Identifier(text), occurredAt: .min, actor: .numbered(1),
        data: .catalogEntryRetired(data),
        correlation: Identifier(text), causation: Identifier(text))
      let event = Event(record: record, position: 0, version: 12, recordedAt: .min)
      let leaf = event.canonicalBytes
      try leaf.withUnsafeBytes { bytes in
        let members = try #require(LeafMembers(of: 0..<leaf.count, in: bytes))
        members.check(event, in: bytes)
      }
    }
  }

  /// Whatever the bytes are, looking for members stays within them.
  @Test func whatIsNoLeafHasNoMembersOrAnyButStaysInPlace() {
    var random = RandomEvents(seed: 32)
    for type in EventType.allCases {
      let leaf = random.event(type).canonicalBytes
      for cut in stride(from: 0, to: leaf.count, by: 7) {
        for part in [Array(leaf[cut...]), Array(leaf[..<cut])] {
          part.withUnsafeBytes { bytes in
            guard let members = LeafMembers(of: 0..<part.count, in: bytes) else { return }
            for range in [members.id, members.stream, members.type] {
              #expect(range.lowerBound >= 0 && range.upperBound <= part.count)
            }
          }
        }
      }
      leaf.withUnsafeBytes { bytes in
        #expect(LeafMembers(of: 0..<leaf.count + 1, in: bytes) == nil)
        #expect(LeafMembers(of: 0..<leaf.count - 1, in: bytes) == nil)
        #expect(LeafMembers(of: 0..<0, in: bytes) == nil)
      }
    }
  }
}

extension LeafMembers {
  /// The members are those of the event: its names, unless they are written with escapes.
  fileprivate func check(_ event: Event, in bytes: UnsafeRawBufferPointer) {
    let isEscaped = { (text: String) in text.contains { "\"\\".contains($0) || $0 < " " } }
    let (id, stream) = (event.record.id, event.stream)
    #expect(idHash(in: bytes) == (isEscaped(id.text) ? nil : NameHash(id)))
    #expect(
      streamHash(in: bytes) == (isEscaped(stream.description) ? nil : NameHash(stream)))
    #expect(eventType(in: bytes) == event.type)
    #expect(isFirstOfStream == (event.version == 0))
  }
}

@Suite struct OtherMattersTests {
  @Test func anActOnAnotherMatterNamesIt() {
    let trigger = StreamName(.updateTrigger, "T-1")
    #expect(Act.retire("C-1", trigger: "T-1").otherMatters == [trigger])
    #expect(Act.retire("C-1").otherMatters == [])
    let revised = CatalogEntryRevised(entry: "C-1", trigger: "T-1")
    #expect(EventData.catalogEntryRevised(revised).otherMatters == [trigger])
    let used = Act.of(
      .dataUsed,
      [
        "use": .identifier("U-1"), "request": .identifier("SR-1"),
        "department": .code(.numbered(1)),
        "purpose": .text("核验"),
      ])
    #expect(used.otherMatters == [StreamName(.shareRequest, "SR-1")])
    let event = Event(
      record: Record(id: "r", occurredAt: .min, actor: .numbered(1), data: used), position: 0,
      version: 0, recordedAt: .min)
    #expect(event.concerns(StreamName(.shareRequest, "SR-1")))
    #expect(event.concerns(StreamName(.dataUse, "U-1")))
    #expect(!event.concerns(StreamName(.shareRequest, "SR-2")))
  }

  /// The hashes by which a view is found are those of the event's own names.
  @Test(arguments: EventType.allCases)
  func theHashesAreThoseOfTheNames(type: EventType) throws {
    for isOrdinary in [false, true] {
      var random = RandomEvents(seed: 34, isOrdinary: isOrdinary)
      for _ in 0..<20 {
        let event = random.event(type)
        let leaf = event.canonicalBytes
        let page = LeafPage(first: event.position, leaves: [leaf])
        let viewed = try page.viewedEvent(at: event.position, in: page.ranges[0])
        for viewed in [viewed, ViewedEvent(event)] {
          #expect(viewed.id == event.record.id && viewed.stream == event.stream)
          #expect(viewed.idHash == NameHash(event.record.id))
          #expect(viewed.streamHash == NameHash(event.stream))
          let others = [viewed.otherMatterHash].compactMap(\.self) + viewed.entryHashes
          #expect(others == event.record.data.otherMatters.map { NameHash($0) })
          #expect(viewed.isLaw == event.record.data.isLaw)
        }
      }
    }
  }

  /// Only such types are read whole when the indexes are made.
  @Test(arguments: EventType.allCases)
  func onlySomeTypesCanBeActsOnOtherMatters(type: EventType) {
    var random = RandomEvents(seed: 33)
    let found = (0..<40).map { _ in random.event(type).record.data.otherMatters }
    #expect(found.contains { !$0.isEmpty } == type.mayConcernOtherMatters)
  }
}
