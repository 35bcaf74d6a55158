import WorkingDays

@testable import LedgerCore

/// What is found against acts on catalogues.
extension ReferenceLog {
  /// Art. 22: what is not shared unconditionally has a basis, stated with the restriction or before. An
  /// act that says how an entry is shared, or on what basis, is looked at.
  func restriction(_ act: ReferenceAct) -> ReferenceConviction? {
    let stream = act.event.stream
    guard act.sharing != nil || act.legalBasis != nil,
      let entry = entry(stream.identifier),
      let registration = beginning(.catalogEntryRegistered, of: stream)
    else { return nil }
    let earlier = acts(of: stream).filter { $0.moment < act.moment }
      .sorted { $0.moment < $1.moment }
    // The registration is one of the acts that say it: what a revision said of a time before does not
    // outlive it.
    let saying = earlier.last { $0.sharing != nil }
    let sharing = act.sharing ?? saying?.sharing ?? registration.sharing
    let isRestricted = sharing.map { $0 != .unconditional } ?? false
    let hasBasis = (earlier + [act]).contains { other in
      other.legalBasis.map(Self.isBasis) ?? false
    }
    guard isRestricted, !hasBasis else { return nil }
    var evidence: [ReferenceAct?] = [registration]
    if act.sharing == nil { evidence.append(saying) }
    if let department = act.data.code(.department) {
      return ReferenceConviction(department, evidence)
    }
    return ReferenceConviction(
      entry.known(at: act.moment).department,
      evidence + entry.evidence([.department], at: act.moment))
  }

  /// Art. 15: an entry states seven items.
  func incompleteness(_ data: CatalogEntryRegistered) -> ReferenceConviction? {
    let items: [DataKey] = [
      .classification, .format, .fields, .updateCycle, .sharing, .sharingMode, .useRequirements,
    ]
    let isComplete = items.allSatisfy { data.value(of: $0) != nil }
    return isComplete ? nil : ReferenceConviction(data.department)
  }

  /// Whether a text is a basis: four letters, numerals or marks are left of it at least.
  private static func isBasis(_ text: String) -> Bool {
    var left = 0
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      // Z
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: break
      // C
      case .control, .format, .surrogate, .privateUse, .unassigned: break
      // P
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
        .initialPunctuation, .finalPunctuation, .otherPunctuation:
        break
      // S
      case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: break
      default: left += 1
      }
    }
    return left >= 4
  }

  /// Art. 15: a catalogue is filed with the data authority of the department's own level.
  func filing(_ act: ReferenceAct, _ filed: CatalogFiled) -> ReferenceConviction? {
    guard isAnother(authority: filed.authority, for: filed.department, on: act.day) else {
      return nil
    }
    return ReferenceConviction(
      filed.department,
      [registration(of: filed.department), registration(of: filed.authority)])
  }
}

extension ReferenceAct {
  /// How it says that an entry is shared.
  fileprivate var sharing: SharingType? {
    switch data {
    case .catalogEntryRegistered(let data): data.sharing
    case .catalogEntryRevised(let data): data.sharing
    default: nil
    }
  }

  /// What it says of the basis of a restriction.
  fileprivate var legalBasis: String? {
    switch data {
    case .catalogEntryRegistered(let data): data.legalBasis
    case .catalogEntryRevised(let data): data.legalBasis
    default: nil
    }
  }
}
