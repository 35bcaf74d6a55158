/// Which part of a matter an act or an obligation is about. Entries are named as the reader names
/// them: by identifier, or as a replay's tables do.
enum MatterPart<Entry: Equatable & Sendable>: Equatable, Sendable {
  /// The whole.
  case whole
  /// One entry of an update trigger.
  case entry(Entry)
  /// One kind of authority to report an incident to.
  case recipient(ReportRecipient)

  /// Whether an obligation about this part is concerned by an act about another: acts about the
  /// whole concern all, and an obligation of the whole is concerned by all.
  func isConcerned(by act: MatterPart) -> Bool { act == .whole || self == .whole || act == self }

  /// The same part, its entry named otherwise.
  func map<Other>(_ name: (Entry) -> Other) -> MatterPart<Other> {
    switch self {
    case .whole: .whole
    case .entry(let entry): .entry(name(entry))
    case .recipient(let recipient): .recipient(recipient)
    }
  }
}
