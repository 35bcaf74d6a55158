/// The bodies that a log names, numbered as they come, so that a table of millions keeps a small
/// number where it would keep a code.
struct BodyList {
  private(set) var codes: [BodyCode] = []
  private var places = NameTable<BodyPlace>()

  init(_ codes: [BodyCode] = []) {
    for code in codes { _ = place(of: code) }
  }

  /// The place of a body, which is added where it is new.
  mutating func place(of code: BodyCode) -> BodyPlace {
    let name = Name(code)
    if let place = places[name] { return place }
    let place = BodyPlace(number: UInt32(truncatingIfNeeded: codes.count))
    codes.append(code)
    places[name] = place
    return place
  }

  /// The body at a place; `nil` for no body.
  subscript(place: BodyPlace) -> BodyCode? {
    let index = Int(place.number)
    return index < codes.count ? codes[index] : nil
  }
}

/// A body's place in a ``BodyList``.
struct BodyPlace: Equatable {
  let number: UInt32

  /// No body.
  static let none = BodyPlace(number: .max)
}
