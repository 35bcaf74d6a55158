/// What the log says of a node of the government cloud (art. 10), whenever it says so.
public struct NodeFacts: Hashable, Sendable {
  private struct Told: Hashable, Sendable {
    let builder: BodyCode
    let position: Int64
  }

  /// What its commissioning says.
  private var commissioned: Told?
  /// What the declaration says of a node that a county had built before the order.
  private var declared: Told?

  /// Who built it.
  var builder: BodyCode? { (commissioned ?? declared)?.builder }
  /// The position of the event that says so.
  var position: Int64? { (commissioned ?? declared)?.position }
  /// Whether it is declared as one from before the order.
  var isLegacy: Bool { declared != nil }

  /// Takes note of what an act says.
  mutating func tell(_ act: some ValuesInPage) {
    guard let builder = act.code(.builder) else { return }
    let told = Told(builder: builder, position: act.view.position)
    switch act.view.type {
    case .cloudNodeCommissioned: commissioned = told
    case .cloudLegacyNodeDeclared: declared = told
    default: return
    }
  }
}
