import Foundation
import WorkingDays

@testable import LedgerCore

/// What agreed to a request for shared data, and what ended that.
struct ReferenceGrant {
  /// How a grant ended.
  enum End {
    /// The holder revoked it, or the requester gave it up.
    case act(ReferenceAct)
    /// Its last day passed.
    case expiry
  }

  let request: ShareRequested
  /// What granted it.
  let reply: ReferenceAct
  /// What that says.
  let data: ShareReplied
  /// The first act after the reply that ends it.
  let ending: ReferenceAct?

  /// Whether it was granted by the time of an act.
  func isGranted(by act: ReferenceAct) -> Bool {
    reply.moment.occurredAt <= act.moment.occurredAt
  }

  /// How it had ended before an act; `nil` where it had not. Of two ends the first is told.
  func end(before act: ReferenceAct) -> End? {
    if let ending, data.validUntil.map({ ending.day <= $0 }) ?? true {
      return ending.moment < act.moment ? .act(ending) : nil
    }
    return data.validUntil.map { $0 < act.day } ?? false ? .expiry : nil
  }

  /// Whether it was in force on a day, at some time.
  func isInForce(on day: CivilDate) -> Bool {
    if reply.day > day { return false }
    if let ending, ending.day < day { return false }
    return data.validUntil.map { $0 >= day } ?? true
  }

  /// Whether it is for an item.
  func isFor(_ item: String) -> Bool {
    let granted = data.decision == .partlyAgreed ? data.items ?? [] : request.items
    return granted.map { $0.contains { $0.utf8.elementsEqual(item.utf8) } } ?? true
  }
}

extension ShareReplied {
  /// Whether it agrees, to all or to a part.
  fileprivate var isAgreement: Bool { decision == .agreed || decision == .partlyAgreed }
}

/// What is found against acts on requests for shared data, and against its use.
extension ReferenceLog {
  // MARK: Replies

  /// Art. 23: a refusal gives reasons.
  func refusal(_ act: ReferenceAct, _ reply: ShareReplied) -> ReferenceConviction? {
    guard reply.decision == .refused, reply.reasons == nil, isHolders(act),
      let department = department(of: act.event.stream, at: act.moment)
    else { return nil }
    return ReferenceConviction(
      department, [beginning(.shareRequested, of: act.event.stream)] + holders(of: act))
  }

  /// The replies to a request of those whose entry it is, in order of time.
  private func replies(to request: Identifier) -> [(act: ReferenceAct, data: ShareReplied)] {
    acts(of: StreamName(.shareRequest, request)).compactMap { act in
      if case .shareReplied(let reply) = act.data, isHolders(act) { (act, reply) } else { nil }
    }.sorted { $0.act.moment < $1.act.moment }
  }

  /// What a request was granted; `nil` where nothing agreed, or the requester had withdrawn it before.
  private func grant(of name: Identifier) -> ReferenceGrant? {
    guard let request = request(name), withdrawalBeforeAgreement(to: name) == nil,
      let agreed = replies(to: name).first(where: \.data.isAgreement)
    else { return nil }
    let ends = acts(of: StreamName(.shareRequest, name)).filter { act in
      switch act.type {
      case .shareRevoked: agreed.act.moment < act.moment && isHolders(act)
      case .shareRelinquished: agreed.act.moment < act.moment && act.actor == request.requester
      default: false
      }
    }
    return ReferenceGrant(
      request: request, reply: agreed.act, data: agreed.data,
      ending: ends.min { $0.moment < $1.moment })
  }

  /// The requester's own withdrawal, before the first reply that agreed.
  private func withdrawalBeforeAgreement(to name: Identifier) -> ReferenceAct? {
    guard let request = request(name),
      let agreed = replies(to: name).first(where: \.data.isAgreement)
    else { return nil }
    return acts(of: StreamName(.shareRequest, name))
      .filter { $0.type == .shareWithdrawn && $0.actor == request.requester }
      .filter { $0.moment < agreed.act.moment }
      .min { $0.moment < $1.moment }
  }

  private func beginning(ofRequest request: Identifier) -> ReferenceAct? {
    beginning(.shareRequested, of: StreamName(.shareRequest, request))
  }

  /// What says that an act was the holder's: whose the entry was when it was asked for, and when the
  /// act was done.
  func holders(of act: ReferenceAct?) -> [ReferenceAct?] {
    guard let act, let entry = entry(of: act.event.stream),
      let asked = beginning(of: act.event.stream)
    else { return [] }
    return [asked, act].flatMap { entry.evidence([.department], at: $0.moment) }
  }

  // MARK: Use

  /// Art. 23: shared data is used by the body that asked for it, once it was agreed to. Where nothing
  /// agreed, what was replied instead tells. Without a request, others' data is used that is shared
  /// unconditionally.
  func use(_ act: ReferenceAct, _ use: DataUsed) -> ReferenceConviction? {
    if let entry = use.entry.flatMap({ entry($0) }) {
      guard let facts = entry.facts(at: act.moment), let sharing = facts.sharing,
        sharing != .unconditional, facts.department != use.department
      else { return nil }
      return ReferenceConviction(
        use.department, entry.evidence([.department, .sharing], at: act.moment))
    }
    guard let name = use.request else { return nil }
    // Nobody asked: the request was corrected.
    guard let request = request(name) else { return ReferenceConviction(use.department) }
    let grant = grant(of: name)
    if grant?.isGranted(by: act) ?? false, use.department == request.requester { return nil }
    let replies = replies(to: name)
    let shown = replies.first(where: \.data.isAgreement)?.act ?? replies.first?.act
    return ReferenceConviction(
      use.department,
      [beginning(ofRequest: name), shown, withdrawalBeforeAgreement(to: name)]
        + holders(of: shown))
  }

  /// What the requester itself was granted when it used the data of a request, or before.
  private func grant(ofUse act: ReferenceAct, _ use: DataUsed) -> ReferenceGrant? {
    guard let grant = use.request.flatMap({ grant(of: $0) }), grant.isGranted(by: act),
      use.department == grant.request.requester
    else { return nil }
    return grant
  }

  /// Art. 23: shared data is not used any more when the grant has ended.
  func useAfterEnd(_ act: ReferenceAct, _ use: DataUsed) -> ReferenceConviction? {
    guard let grant = grant(ofUse: act, use), let end = grant.end(before: act) else { return nil }
    var evidence = [beginning(of: grant.reply.event.stream), grant.reply]
    if case .act(let ending) = end {
      evidence.append(ending)
      if ending.type == .shareRevoked { evidence += holders(of: ending) }
    }
    return ReferenceConviction(use.department, evidence + holders(of: grant.reply))
  }

  /// Art. 23: shared data is used as far as it was granted.
  func useBeyondItems(_ act: ReferenceAct, _ use: DataUsed) -> ReferenceConviction? {
    guard let grant = grant(ofUse: act, use), let items = use.items,
      !items.allSatisfy(grant.isFor)
    else { return nil }
    return ReferenceConviction(
      use.department,
      [beginning(of: grant.reply.event.stream), grant.reply] + holders(of: grant.reply))
  }

  /// Art. 23: shared data is used for what it was asked for; that it is, where nothing else is said.
  func purpose(_ use: DataUsed) -> ReferenceConviction? {
    guard let name = use.request, let grant = grant(of: name), let purpose = use.purpose,
      !Self.isSame(grant.request.purpose, purpose)
    else { return nil }
    return ReferenceConviction(
      use.department, [beginning(ofRequest: name), grant.reply] + holders(of: grant.reply))
  }

  // MARK: Sharing

  /// Arts. 17, 23, 27: what the way in which an entry is shared forbids.
  func conviction(
    _ act: ReferenceAct, against bar: ViolationRule.SharingBar
  ) -> ReferenceConviction? {
    guard act.type == bar.act, let code = act.data.code(bar.by),
      let name = act.data.identifier(.entry), let entry = entry(name)
    else { return nil }
    if let exception = bar.exception, act.data.value(of: exception) != nil { return nil }
    // Whose it is matters only where the entries of others are barred.
    let keys: [DataKey] = bar.isOfAnother ? [.department, .sharing] : [.sharing]
    if let on = act.date(.on), act.type == .dataAccessed {
      let start = Moment(occurredAt: .start(of: on), position: .min)
      let end = Moment(
        occurredAt: CountingRule.PeriodEnd.midnight.lastInstant(of: on), position: .max)
      guard isBarred(entry, for: code, bar, at: end) ?? false,
        isBarred(entry, for: code, bar, at: start) ?? true,
        !isGranted(name, to: code, on: on)
      else { return nil }
      return ReferenceConviction(code, entry.evidence(keys, at: end))
    }
    guard isBarred(entry, for: code, bar, at: act.moment) ?? false,
      !couldNotBeHad(name, by: code, at: act.moment)
    else { return nil }
    return ReferenceConviction(code, entry.evidence(keys, at: act.moment))
  }

  /// Whether the way in which an entry is shared at a moment forbids an act; `nil` before it was
  /// registered.
  private func isBarred(
    _ entry: ReferenceEntry, for code: BodyCode, _ bar: ViolationRule.SharingBar, at moment: Moment
  ) -> Bool? {
    guard let facts = entry.facts(at: moment) else { return nil }
    guard let sharing = facts.sharing, bar.sharing.contains(sharing), !entry.isRetired(at: moment)
    else { return false }
    return !bar.isOfAnother || facts.department != code
  }

  /// The requests of a body for an entry that count.
  private func requests(
    _ entry: Identifier, by body: BodyCode
  ) -> [(act: ReferenceAct, data: ShareRequested)] {
    counting.compactMap { act in
      guard case .shareRequested(let data) = act.data, data.entry == entry, data.requester == body
      else { return nil }
      return (act, data)
    }
  }

  /// Whether a body had what it was granted of an entry, on a day.
  private func isGranted(_ entry: Identifier, to body: BodyCode, on day: CivilDate) -> Bool {
    requests(entry, by: body).contains { request in
      grant(of: request.data.request)?.isInForce(on: day) ?? false
    }
  }

  /// Whether a body had asked for an entry that is shared conditionally, and did not have all of it: the
  /// last time that it asked.
  private func couldNotBeHad(
    _ name: Identifier, by body: BodyCode, at moment: Moment
  ) -> Bool {
    guard entry(name)?.known(at: moment).sharing == .conditional else { return false }
    let requests = requests(name, by: body).filter { request in
      request.act.moment < moment
        && !acts(of: request.act.event.stream).contains { act in
          act.type == .shareWithdrawn && act.actor == body && act.moment < moment
        }
    }
    guard let last = requests.max(by: { $0.act.moment < $1.act.moment }) else { return false }
    let replies = replies(to: last.data.request).filter { $0.act.moment < moment }
    guard let deciding = replies.first(where: \.data.isAgreement) ?? replies.first,
      deciding.data.decision == .agreed
    else { return true }
    guard let ending = grant(of: last.data.request)?.ending else { return false }
    return ending.type == .shareRevoked && ending.moment < moment
  }

  // MARK: Words

  /// Whether texts are the same but for spaces, controls, punctuation and forms of one character.
  static func isSame(_ text: String, _ other: String) -> Bool {
    letters(text).elementsEqual(letters(other))
  }

  private static func letters(_ text: String) -> [Unicode.Scalar] {
    text.precomposedStringWithCompatibilityMapping.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      // Z
      case .spaceSeparator, .lineSeparator, .paragraphSeparator: false
      // C
      case .control, .format, .surrogate, .privateUse, .unassigned: false
      // P
      case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
        .initialPunctuation, .finalPunctuation, .otherPunctuation:
        false
      default: true
      }
    }
  }
}
