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
  init(_ act: ViewedEvent) { self.init(act.view, of: act.page) }

  /// Takes from an act of a page what checks may ask.
  init(_ view: EventView, of page: EventPage) {
    let keys = view.form.checkedKeys
    var choice: Int?
    if let key = keys.choice?.key, case .choice(let place) = page.value(key, of: view) {
      choice = Int(place)
    }
    self.init(
      type: view.type, moment: view.moment, bodies: keys.bodies.map { page.code($0, of: view) },
      choice: choice, division: keys.division.flatMap { page.division($0, of: view) },
      stated: keys.optionalTexts.map { page.has($0, of: view) })
  }

  /// Whether it states a text that may be absent.
  func states(_ key: DataKey) -> Bool {
    let keys = type.form.checkedKeys.optionalTexts
    guard let place = keys.firstIndex(of: key), place < stated.count else { return false }
    return stated[place]
  }

  /// The body that a key names.
  func body(_ key: DataKey) -> BodyCode? {
    let keys = type.form.checkedKeys.bodies
    guard let place = keys.firstIndex(of: key), place < bodies.count else { return nil }
    return bodies[place]
  }

  /// The name of what it chose.
  var chosen: String? {
    guard let names = type.form.checkedKeys.choice?.names, let choice,
      choice < names.count
    else { return nil }
    return names[choice]
  }
}
