extension EventType {
  /// What the type is called in Chinese and English: the title of its schema.
  public var label: BilingualText { Self.labels[self] ?? BilingualText(zh: rawValue, en: rawValue) }

  private static let labels: [EventType: BilingualText] = {
    var labels: [EventType: BilingualText] = [:]
    for type in allCases { labels[type] = title(of: type) }
    return labels
  }()

  /// A title is the English words, “ · ” and the Chinese.
  private static func title(of type: EventType) -> BilingualText? {
    guard let bytes = BundledFiles.bytes(of: type.rawValue),
      case .string(let title)? = (try? JSONValue(parsing: bytes))?["title"],
      let point = title.firstRange(of: " · ")
    else { return nil }
    return BilingualText(
      zh: String(title[point.upperBound...]), en: String(title[..<point.lowerBound]))
  }
}
