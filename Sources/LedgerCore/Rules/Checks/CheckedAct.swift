/// What a check may ask about an act with a form.
public struct CheckedAct: Hashable, Sendable {
  /// What was done.
  let type: EventType
  /// When, and where the log says so.
  let moment: Moment
  /// The bodies that it names, in the order of its form's keys.
  let bodies: [BodyCode?]
  /// What it chose: a place in its form's names.
  let choice: Int?
  /// The division that it names.
  let division: Division?
  /// Which of the texts that may be absent it states, in the order of its form's keys; empty for an
  /// act of which no check asks it.
  let stated: [Bool]

  init(
    type: EventType, moment: Moment, bodies: [BodyCode?], choice: Int?, division: Division?,
    stated: [Bool] = []
  ) {
    self.type = type
    self.moment = moment
    self.bodies = bodies
    self.choice = choice
    self.division = division
    self.stated = stated
  }

  /// Takes from an act what checks may ask.
  init(_ act: Act, at moment: Moment) {
    let form = ActForm.of(act.type)
    let choice = form?.choice.flatMap { choice in
      act.text(choice.key).flatMap { choice.names.firstIndex(of: $0) }
    }
    self.init(
      type: act.type, moment: moment, bodies: form?.bodyKeys.map { act.code($0) } ?? [],
      choice: choice, division: form?.divisionKey.flatMap { act.division($0) },
      stated: form?.optionalTexts.map { act[$0] != nil } ?? [])
  }

  /// Takes from an act of a page what checks may ask.
  init(_ act: EventView.ActView, of page: EventPage, at moment: Moment) {
    let form = ActForm.of(act.type)
    var choice: Int?
    if let key = form?.choice?.key, case .choice(let place) = page.value(key, of: act) {
      choice = Int(place)
    }
    var division: Division?
    if let key = form?.divisionKey, case .division(let named) = page.value(key, of: act) {
      division = named
    }
    self.init(
      type: act.type, moment: moment, bodies: form?.bodyKeys.map { page.code($0, of: act) } ?? [],
      choice: choice, division: division,
      stated: form?.optionalTexts.map { page.text($0, of: act) != nil } ?? [])
  }

  /// Whether it states a text that may be absent.
  func states(_ key: String) -> Bool {
    guard let place = ActForm.of(type)?.optionalTexts.firstIndex(of: key), place < stated.count
    else { return false }
    return stated[place]
  }

  /// The body that a key names.
  func body(_ key: String) -> BodyCode? {
    guard let place = ActForm.of(type)?.bodyKeys.firstIndex(of: key), place < bodies.count else {
      return nil
    }
    return bodies[place]
  }

  /// The name of what it chose.
  var chosen: String? {
    guard let names = ActForm.of(type)?.choice?.names, let choice, choice < names.count else {
      return nil
    }
    return names[choice]
  }
}
