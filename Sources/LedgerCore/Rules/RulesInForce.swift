import MerkleLog
import WorkingDays

/// The rules under which a log is judged: those of one or more books, each with the days on which it
/// applies.
///
/// Of the books in force on a day the one that took effect last says what a duty is, if it knows the
/// duty and takes the act that would open it; what it leaves stays with the one before. Of checks the
/// last that knows one says what it is. Whether a later regulation displaces an article is decided by
/// whoever adopts its book, never here.
public struct RulesInForce: Sendable {
  /// A book, from a day on.
  public struct Adoption: Equatable, Sendable {
    /// The book.
    public let book: RuleBook
    /// The first day on which it applies, if it is in force itself by then.
    public let from: CivilDate
    /// The position of the event that adopted it; `nil` for a book that was asked for.
    public let position: Int64?

    /// Brings a book into force, from its own first day unless a later one is given.
    public init(_ book: RuleBook, from: CivilDate = .min, position: Int64? = nil) {
      self.book = book
      self.from = max(from, book.inForceFrom)
      self.position = position
    }

    /// The first day on which the book does not apply any more.
    var until: CivilDate {
      guard let last = book.inForceUntil else { return .max }
      return CivilDate(daysSinceEpoch: last.daysSinceEpoch + 1) ?? .max
    }
  }

  /// The days on which a rule applies, and by which adoption.
  struct Days: Sendable {
    let from: CivilDate
    /// The first day on which it does not apply any more.
    let until: CivilDate
    /// The adoption's place.
    let adoption: Int

    @inline(__always)
    func contains(_ day: CivilDate) -> Bool { from <= day && day < until }
  }

  /// A duty, with the days on which it is one.
  struct Place: Sendable {
    let rule: ObligationRule
    let days: Days
  }

  /// The books in the order in which they take effect.
  public let adoptions: [Adoption]
  /// The duties: an obligation says the place of its rule here.
  let places: [Place]
  /// The checks: those of the books, and after them those beside each obligation.
  let checks: [(rule: ViolationRule, days: Days)]
  /// By the place of an adoption, whom its book binds.
  let binds: [RuleBook.Bound?]
  /// By the place of a duty, the place of the check of who acted.
  let competence: [Int]
  /// By the place of a duty, the place of the check of where a report went.
  let recipient: [Int?]
  /// The places of the checks that find acts of bodies which had ended, whatever the acts are.
  let afterEnd: [Int]
  /// What the judge needs of the rules for every act.
  let byAct: RulesByAct
  /// By type of act, the places of the books' checks that may find something against it.
  private let checksByType: ByType<[Int]>
  /// The types of act that are looked at beside an obligation.
  private let dutyActs: TypeSet
  /// The types of act that checks ask for when another act is judged.
  private let evidence: TypeSet

  /// Brings books into force. What takes effect on one day counts in the order given.
  public init(_ adoptions: [Adoption]) {
    let order = adoptions.indices.sorted {
      (adoptions[$0].from, $0) < (adoptions[$1].from, $1)
    }
    var effective: [Adoption] = []
    for place in order where effective.last?.book != adoptions[place].book {
      effective.append(adoptions[place])
    }
    self.adoptions = effective
    binds = effective.map(\.book.binds)
    places = effective.indices.flatMap { place in
      let days = Days(from: effective[place].from, until: effective[place].until, adoption: place)
      return effective[place].book.obligations.map { Place(rule: $0, days: days) }
    }
    byAct = RulesByAct(places, binding: binds)
    let findings = Spans(of: effective) { $0.violations.map(\.check.subject) }
    var checks: [(rule: ViolationRule, days: Days)] = effective.indices.flatMap { place in
      effective[place].book.violations.flatMap { rule in
        findings.days(of: rule.check.subject, under: place).map { (rule, $0) }
      }
    }
    checksByType = Self.byType(checks.map { Set($0.rule.check.acts) })
    let ofBooks = checks.count
    afterEnd = checks.indices.filter { checks[$0].rule.check == .afterEnd }
    competence = places.map { place in
      checks.append((ViolationRule(competenceFor: place.rule), place.days))
      return checks.count - 1
    }
    recipient = places.map { place in
      guard let rule = ViolationRule(recipientOf: place.rule) else { return nil }
      checks.append((rule, place.days))
      return checks.count - 1
    }
    self.checks = checks
    dutyActs = TypeSet(checks[ofBooks...].flatMap { $0.rule.check.acts.map(\.number) })
    evidence = TypeSet(checks.flatMap { $0.rule.check.evidence.map(\.number) })
  }

  /// The places at which a type stands, by type.
  private static func byType(_ types: [Set<EventType>]) -> ByType<[Int]> {
    ByType { type in types.indices.filter { types[$0].contains(type) } }
  }

  /// One book from its own first day.
  public init(_ book: RuleBook) { self.init([Adoption(book)]) }

  /// The names of the books, in the order in which they take effect.
  public var names: RuleBookNames {
    var names: [RuleBookName] = []
    for adoption in adoptions where !names.contains(adoption.book.name) {
      names.append(adoption.book.name)
    }
    return RuleBookNames(names)
  }

  /// The names joined by commas: `order-329/1`.
  public var name: String { names.description }

  /// A rule of a book whose name a book in force gives to another duty, or to one that begins
  /// otherwise, or to another check: two findings could have one id. `nil` when there is none.
  func ambiguousRule(with book: RuleBook) -> String? {
    let known = adoptions.map(\.book)
    let duty = book.obligations.first { rule in
      known.contains { other in
        other.obligations.contains { $0.id == rule.id && !$0.opensAs(rule) }
          || other.violations.contains { $0.id == rule.id }
      }
    }
    let check = book.violations.first { rule in
      known.contains { other in
        other.violations.contains { $0.id == rule.id && $0.check.subject != rule.check.subject }
          || other.obligations.contains { $0.id == rule.id }
      }
    }
    return duty?.id ?? check?.id
  }

  /// The same rules, but every period of working days is counted by the notices that were known when
  /// its clock started.
  func countingAsKnownAtTheStart() -> RulesInForce {
    RulesInForce(counting: self)
  }

  private init(counting rules: RulesInForce) {
    adoptions = rules.adoptions
    binds = rules.binds
    checks = rules.checks
    competence = rules.competence
    recipient = rules.recipient
    afterEnd = rules.afterEnd
    checksByType = rules.checksByType
    dutyActs = rules.dutyActs
    evidence = rules.evidence
    places = rules.places.map { Place(rule: $0.rule.countingAsKnownAtTheStart(), days: $0.days) }
    byAct = rules.byAct
  }

  /// The book that a rule stands in, and how it came into force.
  func adoption(of place: Place) -> Adoption { adoptions[place.days.adoption] }

  /// Whether the terms of a book that applies on a day (art. 40) exclude acts of a type where they are
  /// done otherwise than it says.
  func exclude(_ type: EventType, on day: CivilDate) -> Bool {
    adoptions.contains { $0.book.excludes.contains(type) && $0.from <= day && day < $0.until }
  }

  /// Whether a rule says when a request for data that is shared in a way is to be answered.
  func answer(requestsFor sharing: SharingType, on day: CivilDate) -> Bool {
    places.contains { place in
      place.rule.trigger == .shareRequested && place.days.contains(day)
        && !place.rule.conditions.isEmpty && ActFacts(sharing).satisfies(place.rule.conditions)
    }
  }

  /// Whether a check looks at acts of a type at all.
  func mayViolate(_ type: EventType) -> Bool {
    isChecked(type) || dutyActs.contains(type.number)
      || afterEnd.contains { checks[$0].rule.grade == .violation }
  }

  /// The article under which a check finds a violation by acts of a type on a day; `nil` where none does.
  func article(
    of check: ViolationRule.Check, against type: EventType, on day: CivilDate
  ) -> String? {
    checks(of: type, on: day).lazy.map { self.checks[$0].rule }
      .first { $0.check == check && $0.grade == .violation }?.article
  }

  /// Whether a book has acts of a type checked.
  func isChecked(_ type: EventType) -> Bool { !checksByType[type].isEmpty }

  /// Whether only the act that begins a matter opens obligations about it.
  func openAtFirstOnly(_ kind: ObligationRule.Subject) -> Bool {
    !places.contains { $0.rule.subject == kind && $0.rule.opensLater }
  }

  /// Whether acts of a type on a matter of a category may be asked for when the matter is judged again
  /// because of another act: they begin it, or say something of its obligations, or checks of other
  /// acts look at them.
  func ask(for type: EventType, about category: StreamName.Category) -> Bool {
    if type.form.act == .opens && type.form.category == category { return true }
    if evidence.contains(type.number) { return true }
    guard let kind = ObligationRule.Subject(category), kind == ObligationRule.Subject(type) else {
      return false
    }
    return byAct.mayOpen(type) || byAct.mayAffect(type)
  }

  /// The places of the books' checks that apply on a day and may find something against acts of a type. A
  /// rule of violations has many parts: take it only where they are all needed.
  func checks(of type: EventType, on day: CivilDate) -> [Int] {
    checksByType[type].filter { checks[$0].days.contains(day) }
  }
}

extension RulesInForce: Equatable {
  /// Equal when the same books are in force from the same days by the same acts.
  public static func == (left: Self, right: Self) -> Bool { left.adoptions == right.adoptions }
}

/// The spans of days on which each adopted book is the one that took effect last of those that know
/// a check.
private struct Spans<Subject: Hashable> {
  /// By subject and adoption.
  private var days: [Subject: [Int: [RulesInForce.Days]]] = [:]

  init(of adoptions: [RulesInForce.Adoption], knowing: (RuleBook) -> [Subject]) {
    var places: [Subject: [Int]] = [:]
    for (place, adoption) in adoptions.enumerated() {
      for subject in Set(knowing(adoption.book)) { places[subject, default: []].append(place) }
    }
    for (subject, places) in places {
      let points = Set(places.flatMap { [adoptions[$0].from, adoptions[$0].until] }).sorted()
      for (from, until) in zip(points, points.dropFirst()) {
        let last = places.last { adoptions[$0].from <= from && from < adoptions[$0].until }
        guard let last else { continue }
        let span = RulesInForce.Days(from: from, until: until, adoption: last)
        days[subject, default: [:]][last, default: []].append(span)
      }
    }
  }

  func days(of subject: Subject, under place: Int) -> [RulesInForce.Days] {
    days[subject]?[place] ?? []
  }
}
