import LedgerCore

extension BodyCode {
  /// A body of Shandong with a made-up organisation number.
  static func numbered(_ number: Int) -> BodyCode {
    let digits = String(number)
    let body = "11370000" + String(repeating: "0", count: 9 - digits.utf8.count) + digits
    guard let code = BodyCode(withoutCheck: body) else { preconditionFailure("no code: \(body)") }
    return code
  }

  static let transport = numbered(1)
  static let health = numbered(2)
  static let requester = numbered(3)
  static let provincialAuthority = numbered(10)
  static let cityAuthority = numbered(11)
  static let cyberspace = numbered(12)
}
