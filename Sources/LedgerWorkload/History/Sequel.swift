import LedgerCore

/// What follows from an act of the order's further articles.
enum Sequel: Sendable {
  case completeProject(OpenProject)
  case decideCloudUse(OpenSystem)
  case deploy(OpenSystem)
  case assignAgain(OpenItem)
  case resolve(OpenVerification)
  case decidePurchase(OpenPurchase)
  case completePurchase(OpenPurchase)
  /// The data that was bought becomes an entry of the catalogue.
  case catalogue(OpenPurchase)
  /// The purchase is told of the entry.
  case concludePurchase(OpenPurchase, EntryReference)
  /// Data that was asked for is used.
  case use(OpenRequest)
  /// What was granted is ended, by the holder or by the requester.
  case revoke(OpenRequest)
  case relinquish(OpenRequest)
  case extendReply(OpenApplication)
  case replyToApplicant(OpenApplication)
  case reportUse(OpenApplication)
  case holdTraining(OpenTraining)
  /// An incident that was remedied is closed.
  case close(OpenIncident)
  /// What only the later rule books know.
  case submitUpdate(OpenUpdate)
  case publishUpdate(OpenUpdate)
  case provide(OpenRequest)
  case askForCorrection(OpenApplication)
  case lapse(OpenApplication)
  case summarise(OpenIncident)
  /// A body that was merged into another acts all the same.
  case setRules(EndedBody)
}

/// A part of the common infrastructure that comes about.
enum Works: Sendable {
  /// A city's plan of a node, which is filed with the province.
  case nodePlan(seat: Int)
  /// A node that was planned, by its number, or without one that was not.
  case node(Int?, seat: Int)
  /// A node that a county has from before the order.
  case legacyNode(seat: Int)
  /// What becomes of it.
  case merger(node: Int, seat: Int)
  case network(seat: Int)
  /// A shared support system, by its place among the texts.
  case support(Int)
  /// A database of the province, by its place among the texts.
  case database(Int)
  case exchangePlatform(seat: Int)
  case openDataSite(seat: Int)
}

/// Something recorded that acts refer to which do not follow from it.
struct Known: Sendable {
  let serial: Int
  /// When the source system recorded it.
  let at: HistoryTime
}

/// What acts of a division refer to.
struct Standing: Sendable {
  /// The node of the government cloud that it has.
  var node: Known?
  /// The development plan that it follows.
  var developmentPlan: Known?
}

/// A system that is to run on a node of the government cloud.
struct OpenSystem: Sendable {
  let serial: Int
  let body: Int
  let node: Int
}

/// A data item that has a source.
struct OpenItem: Sendable {
  let serial: Int
  /// The department whose source it is.
  let body: Int
}

/// A doubt about data that has not been resolved.
struct OpenVerification: Sendable {
  let serial: Int
  let holder: Int
}

/// A purchase of data on its way.
struct OpenPurchase: Sendable {
  let serial: Int
  let body: Int
  /// What is bought, by its place among the texts.
  let data: Int
  /// Whether it does not wait for the decision.
  var goesRegardless = false
}

/// An application for data that is open on application.
struct OpenApplication: Sendable {
  let serial: Int
  let holder: Int
  /// What it is for, by its place among the texts.
  let purpose: Int
}

/// A catalogue that was updated for a trigger.
struct OpenUpdate: Sendable {
  let trigger: Int
  let body: Int
}

/// A training that was planned.
struct OpenTraining: Sendable {
  let serial: Int
  let authority: Int
}

/// A body that was merged into another.
struct EndedBody: Sendable {
  /// Its own code.
  let code: BodyCode
  let seat: Int
  /// The number of the merger.
  let merger: Int
}
