import WorkingDays

/// Writes obligations one after the other, in a compact form of its own.
struct ObligationWriter {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ obligation: Obligation) {
    number(obligation.number)
    number(Int64(obligation.rule))
    bytes.append(obligation.kind.code)
    name(obligation.subject)
    part(obligation.part)
    obligation.department.appendUTF8(to: &bytes)
    number(Int64(obligation.start.daysSinceEpoch))
    citation(obligation.opening)
    bytes.append((obligation.discharge == nil ? 0 : 1) | (obligation.closed == nil ? 0 : 2))
    if let discharge = obligation.discharge { citation(discharge) }
    if let closed = obligation.closed { moment(closed) }
  }

  private mutating func part(_ part: Obligation.Part) {
    switch part {
    case .whole: bytes.append(0)
    case .entry(let entry):
      bytes.append(1)
      name(entry)
    case .recipient(.dataAuthority): bytes.append(2)
    case .recipient(.cyberspaceAuthority): bytes.append(3)
    }
  }

  private mutating func citation(_ citation: Obligation.Citation) {
    moment(citation.moment)
    name(citation.event)
  }

  private mutating func moment(_ moment: Moment) {
    number(moment.occurredAt.millisecondsSinceEpoch)
    number(moment.position)
  }

  /// Seven bits a byte, the sign in the lowest (zigzag).
  private mutating func number(_ value: Int64) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func name(_ name: Name) {
    if let index = name.listIndex {
      bytes.append(ObligationReader.listed)
      number(Int64(index))
    } else {
      let text = name.bytesInPlace
      bytes.append(UInt8(truncatingIfNeeded: text.count))
      bytes += text
    }
  }
}

/// Reads what `ObligationWriter` wrote. Whatever the bytes are, it stays within them; what is not
/// an obligation is `nil`.
struct ObligationReader {
  /// Stands for the length of a name that stands in the list of long ones.
  static let listed: UInt8 = 0xFF

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { at >= bytes.count }

  /// The next obligation.
  mutating func read() -> Obligation? {
    guard let number = number(), let rule = self.number(),
      let kind = byte().flatMap(ObligationRule.Subject.init(code:)), let subject = name(),
      let part = part(), let department = department(),
      let start = self.number().flatMap({ CivilDate(daysSinceEpoch: Int($0)) }),
      let opening = citation(), let flags = byte()
    else { return nil }
    var obligation = Obligation(
      number: number, rule: Int(rule), kind: kind, subject: subject, part: part,
      department: department, start: start, opening: opening)
    if flags & 1 != 0 {
      guard let discharge = citation() else { return nil }
      obligation.discharge = discharge
    }
    if flags & 2 != 0 {
      guard let closed = moment() else { return nil }
      obligation.closed = closed
    }
    return obligation
  }

  private mutating func byte() -> UInt8? {
    guard at < bytes.count else { return nil }
    defer { at += 1 }
    return bytes[at]
  }

  private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count <= bytes.count - at else { return nil }
    defer { at += count }
    return bytes[at..<at + count]
  }

  private mutating func number() -> Int64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while let byte = byte(), shift < 64 {
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1))) }
      shift += 7
    }
    return nil
  }

  private mutating func name() -> Name? {
    guard let count = byte() else { return nil }
    if count == Self.listed {
      return number().flatMap { $0 < 0 ? nil : Name(listedAt: Int($0)) }
    }
    guard count <= Name.longestInPlace, let text = take(Int(count)) else { return nil }
    return text.withUnsafeBufferPointer(Name.init(inPlace:))
  }

  private mutating func part() -> Obligation.Part? {
    switch byte() {
    case 0: .whole
    case 1: name().map(Obligation.Part.entry)
    case 2: .recipient(.dataAuthority)
    case 3: .recipient(.cyberspaceAuthority)
    default: nil
    }
  }

  private mutating func department() -> BodyCode? {
    take(18).flatMap { $0.withUnsafeBufferPointer { BodyCode(utf8: $0) } }
  }

  private mutating func citation() -> Obligation.Citation? {
    guard let moment = moment(), let event = name() else { return nil }
    return Obligation.Citation(moment: moment, event: event)
  }

  private mutating func moment() -> Moment? {
    guard let occurredAt = number().flatMap(Instant.init(millisecondsSinceEpoch:)),
      let position = number()
    else { return nil }
    return Moment(occurredAt: occurredAt, position: position)
  }
}

extension ObligationRule.Subject {
  fileprivate var code: UInt8 {
    switch self {
    case .updateTrigger: 0
    case .shareRequest: 1
    case .incidentReport: 2
    }
  }

  fileprivate init?(code: UInt8) {
    switch code {
    case 0: self = .updateTrigger
    case 1: self = .shareRequest
    case 2: self = .incidentReport
    default: return nil
    }
  }
}
