extension Successor: Decodable {
  /// Reads what a row holds.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    self.init(
      department: try values.decode(BodyCode.self, forKey: .department),
      scope: try values.decodeIfPresent([Identifier].self, forKey: .scope))
  }

  private enum Key: CodingKey { case department, scope }
}
